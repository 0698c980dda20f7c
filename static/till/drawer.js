/** The drawer: open with a float, cash in and out, deposit, X report, close with a blind count. Kept here first, like a sale. */

import { get, put } from '../shared/api.js'
import { isoLocal } from '../shared/clock.js'
import { uuid4 } from '../shared/ids.js'
import { attempting } from './attempt.js'
import { countOf, countedTotal } from './count.js'
import { keepDocument } from './db.js'

export function drawer(till) {
  const { state } = till

  function openDrawer() {
    till.show({ drawer: fresh(state.shift ? 'open' : 'closed'), panel: 'drawer' })
  }

  const goTo = (step) => update({ ...fresh(step), report: state.drawer.report })
  const count = (value, text) => update({ counted: countOf(state.drawer.counted, value, text) })
  const typeCash = (field, text) => update({ [field]: field === 'amount' ? Number(text.replace(/\D/g, '')) : text })
  const chooseKind = (kind) => update({ kind })
  const attempt = attempting(state, update)

  async function openShift(event) {
    event.preventDefault()
    await keep('shift', { till: state.enrolment.till, opened_at: isoLocal(), float: countedTotal(state.drawer.counted) })
    till.act.closePanel()
    till.act.say({ text: state.t('shift_opened') })
  }

  async function moveCash(event) {
    event.preventDefault()
    const { kind, amount, reason, second } = state.drawer
    const document = { shift: state.shift.id, kind, amount, reason: reason.trim() || state.t(`cash_${kind}`), at: isoLocal() }
    if (second.trim()) document.second = second.trim()
    await keep('cash', document)
    till.act.say({ text: state.t('cash_moved') })
    goTo('open')
  }

  /** The count is kept; what the drawer should have held comes with the server's answer. */
  async function closeShift(event) {
    event.preventDefault()
    const document = { shift: state.shift.id, counted: state.drawer.counted, closed_at: isoLocal() }
    const kept = await keep('close', document, { last: true })
    update(kept ? { step: 'done' } : { problem: state.t('close_last') })
  }

  /** Keeps a document under the id of this form, so that a second tap is the same one, and lets it go. */
  async function keep(kind, document, how = {}) {
    update({ busy: true, problem: null })
    const signed = state.staff.name ? { ...document, staff: state.staff.name } : document
    const entry = await keepDocument(till.database, { id: state.drawer.id, kind, document: signed, madeAt: Date.now(), ...how })
    await till.reloadEntries()
    till.tabs.postMessage('outbox')
    update({ busy: false })
    till.outbox.kick()
    return entry
  }

  /** What has gone through the drawer so far; to whoever counts it, nothing of its cash. */
  const readReport = () =>
    attempt(async () => update({ step: 'report', report: await get(`/api/v1/shifts/${state.shift.id}`) }))

  const printReport = () =>
    attempt(async () => {
      await put(`/api/v1/slips/${uuid4()}`, { kind: 'shift', of: state.drawer.report.id })
      till.act.say({ text: state.t('report_printing') })
    })

  function update(changes) {
    state.drawer = { ...state.drawer, ...changes }
    till.draw()
  }

  return { openDrawer, goTo, count, typeCash, chooseKind, openShift, moveCash, readReport, printReport, closeShift }
}

/** One document, one id. */
const fresh = (step) => ({
  step, id: uuid4(), counted: {}, kind: 'in', amount: 0, reason: '', second: '', report: null, busy: false, problem: null,
})
