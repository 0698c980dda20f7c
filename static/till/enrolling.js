/** How a tablet learns which stall and till it is. */

import { Problem, get, post } from '../shared/api.js'
import { enrolAs } from './db.js'

const NEVER_SOLD = 1

export function enrolling(till) {
  const { state } = till

  /** Decides at start: sell at once with what is remembered, or ask who this tablet is. */
  async function findEnrolment() {
    const code = takeCodeFromAddress()
    if (code) {
      state.enrol.code = code
      return enrolWith(code)
    }
    if (state.enrolment) {
      till.openShop()
      return adoptNewCode()
    }
    return adoptFirstCode()
  }

  /** Nothing is remembered, yet the server may know this tablet: it has just been enrolled by the server's own page. */
  async function adoptFirstCode() {
    const me = await ask('/api/v1/me')
    const snapshot = me?.till && (await ask(`/api/v1/stalls/${me.stall}/till`))
    // A code that has sold belongs to a memory that is gone; taking it up again would print its numbers twice.
    if (snapshot && snapshot.next_number === NEVER_SOLD) return enrolled(me)
    state.phase = 'enrol'
    till.draw()
  }

  /** The server's page may have enrolled this tablet anew since it was last open. */
  async function adoptNewCode() {
    const me = await ask('/api/v1/me')
    if (me?.till && me.till !== state.enrolment.till) await enrolled(me)
  }

  async function ask(path) {
    try {
      return await get(path)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return null
    }
  }

  function takeCodeFromAddress() {
    const address = new URL(location.href)
    const code = address.searchParams.get('enrol')
    if (code === null) return null
    address.searchParams.delete('enrol')
    history.replaceState(null, '', address)
    return code
  }

  function enrol(event) {
    event.preventDefault()
    return enrolWith(state.enrol.code.trim())
  }

  async function enrolWith(code) {
    state.phase = 'enrol'
    update({ busy: true, problem: null })
    try {
      const me = await post('/api/v1/enrol', { code })
      if (me.till) await enrolled(me)
      else update({ problem: state.t('enrol_viewer') })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      update({ problem: error.status === 0 ? state.t('enrol_no_server') : error.status < 500 && error.status !== 429 ? state.t('enrol_wrong') : error.detail })
    } finally {
      update({ busy: false })
    }
  }

  async function enrolled(me) {
    const enrolment = { till: me.till, stall: me.stall, stall_name: me.stall_name ?? '', next_number: NEVER_SOLD }
    await enrolAs(till.database, enrolment)
    Object.assign(state, { enrolment, paused: false })
    state.enrol.code = ''
    if (state.snapshot) till.showCatalogue(state.snapshot, state.fetchedAt)
    till.tabs.postMessage('enrolment')
    till.openShop()
  }

  function update(changes) {
    Object.assign(state.enrol, changes)
    till.draw()
  }

  function enrolAgain() {
    Object.assign(state, { phase: 'enrol', panel: null })
    till.draw()
  }

  function cancelEnrol() {
    state.phase = 'sell'
    till.draw()
  }

  const typeEnrolCode = (code) => update({ code })

  return { findEnrolment, enrol, typeEnrolCode, enrolAgain, cancelEnrol }
}
