/** How a tablet learns which stall and till it is, and never takes up a counter that is not its own. */

import { Problem, get, post } from '../shared/api.js'
import { enrolAs } from './db.js'
import { claimHome } from './home.js'

const FIRST_NUMBER = 1

export function enrolling(till) {
  const { state } = till

  /** Decides at start: sell at once with what is remembered, or find out who this tablet is. */
  async function findEnrolment() {
    const code = takeFromAddress('enrol')
    const fresh = takeFromAddress('enrolled') !== null
    if (code) return enrolWith({ code })
    if (fresh) return adopt()
    if (state.enrolment) return till.openShop()
    // The server knows the tablet, but this memory is empty: a code of its own, never the old counter.
    return till.root.dataset.till ? enrolWith({ renew: true }) : show({ phase: 'enrol' })
  }

  /** The server's own page has just enrolled this tablet at this address. */
  async function adopt() {
    try {
      await enrolled(await get('/api/v1/me'))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (state.enrolment) till.openShop()
      else show({ phase: 'enrol' })
    }
  }

  function takeFromAddress(name) {
    const address = new URL(location.href)
    const value = address.searchParams.get(name)
    if (value === null) return null
    address.searchParams.delete(name)
    history.replaceState(null, '', address)
    return value
  }

  function enrol(event) {
    event.preventDefault()
    return enrolWith({ code: state.enrol.code.trim() })
  }

  /** `how` is {code} from the office, or {renew: true} for a new code at the same stall. */
  async function enrolWith(how) {
    show({ phase: 'enrol' })
    update({ code: how.code ?? '', busy: true, problem: null })
    try {
      const me = await post('/api/v1/enrol', how)
      if (me.till) await enrolled(me)
      else update({ problem: state.t('enrol_viewer') })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      update({ problem: wordsFor(error) })
    } finally {
      update({ busy: false })
    }
  }

  function wordsFor({ status, detail }) {
    if (status === 0) return state.t('enrol_no_server')
    return status >= 500 || status === 429 ? detail : state.t('enrol_wrong')
  }

  async function enrolled(me) {
    const enrolment = { till: me.till, stall: me.stall, stall_name: me.stall_name ?? '', next_number: FIRST_NUMBER }
    await enrolAs(till.database, enrolment)
    claimHome(me.till)
    Object.assign(state, { enrolment, paused: false, moved: null })
    state.enrol.code = ''
    if (state.snapshot) till.showCatalogue(state.snapshot, state.fetchedAt)
    till.tabs.postMessage('enrolment')
    till.openShop()
  }

  function update(changes) {
    Object.assign(state.enrol, changes)
    till.draw()
  }

  function show(changes) {
    Object.assign(state, changes)
    till.draw()
  }

  /** Takes this tablet to the address the server is reached at now; what waits here goes on being sent from here. */
  async function moveHouse() {
    const { enrolment, snapshot } = state
    await till.sync.report() // the office then lists this till until its last number has arrived
    try {
      const { code } = await post('/api/v1/enrolments', { stall: enrolment.stall, instead_of: enrolment.till })
      open(`${snapshot.address}/till?enrol=${code}`)
      till.show({ panel: null, moved: { origin: snapshot.address } })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      till.act.say({ text: error.detail || state.t('enrol_no_server'), kind: 'bad' })
    }
  }

  const enrolAgain = () => show({ phase: 'enrol', panel: null })
  const cancelEnrol = () => show({ phase: 'sell' })
  const typeEnrolCode = (code) => update({ code })
  const sellHere = () => enrolWith({ renew: true })

  return { findEnrolment, enrol, typeEnrolCode, enrolAgain, cancelEnrol, sellHere, moveHouse }
}
