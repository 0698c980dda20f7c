/** The drawer: open with a float, cash in and out, deposit, X report, close with a blind count. Needs the server. */

import { Problem, get, put } from '../shared/api.js'
import { isoLocal } from '../shared/clock.js'
import { uuid4 } from '../shared/ids.js'
import { countOf, countedTotal } from './count.js'

export function drawer(till) {
  const { state } = till

  function openDrawer() {
    till.show({ drawer: fresh(state.shift ? 'open' : 'closed'), panel: 'drawer' })
  }

  const goTo = (step) => update({ ...fresh(step), report: state.drawer.report })
  const count = (value, text) => update({ counted: countOf(state.drawer.counted, value, text) })
  const typeCash = (field, text) => update({ [field]: field === 'amount' ? Number(text.replace(/\D/g, '')) : text })
  const chooseKind = (kind) => update({ kind })

  async function openShift(event) {
    event.preventDefault()
    const { id, counted } = state.drawer
    const document = { till: state.enrolment.till, opened_at: isoLocal(), float: countedTotal(counted), ...signed() }
    await attempt(async () => {
      await put(`/api/v1/shifts/${id}`, document)
      state.shift = { id, till: document.till, opened_at: document.opened_at, float: document.float }
      till.act.closePanel()
      till.act.say({ text: state.t('shift_opened') })
    })
  }

  async function moveCash(event) {
    event.preventDefault()
    const { id, kind, amount, reason, second } = state.drawer
    const document = { shift: state.shift.id, kind, amount, reason: reason.trim() || state.t(`cash_${kind}`), at: isoLocal() }
    if (second.trim()) document.second = second.trim()
    await attempt(async () => {
      await put(`/api/v1/cash-movements/${id}`, document)
      till.act.say({ text: state.t('cash_moved') })
      goTo('open')
    })
  }

  /** What has gone through the drawer so far, without what it should hold: the count stays blind. */
  const readReport = () =>
    attempt(async () => update({ step: 'report', report: await get(`/api/v1/shifts/${state.shift.id}`) }))

  const printReport = () =>
    attempt(async () => {
      await put(`/api/v1/slips/${uuid4()}`, { kind: 'shift', of: state.drawer.report.id })
      till.act.say({ text: state.t('report_printing') })
    })

  async function closeShift(event) {
    event.preventDefault()
    const { counted } = state.drawer
    await attempt(async () => {
      const result = await put(`/api/v1/shifts/${state.shift.id}/close`, { counted, closed_at: isoLocal(), ...signed() })
      state.shift = null
      update({ step: 'done', report: result })
      till.sync.fetchSoon()
    })
  }

  async function attempt(action) {
    update({ busy: true, problem: null })
    try {
      await action()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      update({ problem: error.status === 0 ? state.t('needs_server') : error.detail })
    } finally {
      update({ busy: false })
    }
  }

  const signed = () => (state.staff.name ? { staff: state.staff.name } : {})

  function update(changes) {
    state.drawer = { ...state.drawer, ...changes }
    till.draw()
  }

  return { openDrawer, goTo, count, typeCash, chooseKind, openShift, moveCash, readReport, printReport, closeShift }
}

/** One document, one id: a repeat after a lost answer is the same document. */
const fresh = (step) => ({
  step, id: uuid4(), counted: {}, kind: 'in', amount: 0, reason: '', second: '', report: null, busy: false, problem: null,
})
