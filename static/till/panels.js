/** Opening and closing what lies over the till, and what can be done there. */

import { Problem, post } from '../shared/api.js'
import { uuid4 } from '../shared/ids.js'
import { typed } from '../shared/money.js'
import { MOST_OF_ONE } from './cart.js'
import { isHeld } from './printers.js'

export function panels(till) {
  const { state } = till

  function open(panel) {
    Object.assign(state, { panel, triedToSend: false })
    till.draw()
    if (panel !== 'sales') return
    till.sync.refreshPapers()
    till.sync.readStallSales()
  }

  function closePanel(event) {
    event?.preventDefault?.()
    state.panel = null
    till.draw()
  }

  /** The browser's back gesture closes what is open; it never leaves the till. */
  function back() {
    history.pushState(null, '')
    if (state.panel) closePanel()
    else if (state.pay) till.act.stopPaying()
    else if (state.scan) till.act.closeScanner()
    else if (state.sheet) till.act.toggleSheet()
  }

  function switchLanguage() {
    till.speak(state.language === 'id' ? 'en' : 'id')
    till.draw()
  }

  /** Stays open, so that what came of it can be seen. */
  async function sendNow() {
    await till.outbox.kick()
    till.show({ triedToSend: true })
  }

  /** A copy; or the original, when it was held because it came late. */
  async function reprint(entry) {
    const number = entry.document?.number ?? entry.number
    try {
      const job = await till.sync.originalJob(entry.id)
      if (!job) throw new Problem(0, 'no_job', state.t('needs_server'))
      await (isHeld(job) ? post(`/api/v1/print-jobs/${job.id}/release`) : post(`/api/v1/print-jobs/${job.id}/copy`, { id: uuid4() }))
      till.act.say({ text: state.t(isHeld(job) ? 'print_asked' : 'reprint_asked', { number }) })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const detail = error.status === 0 ? state.t('needs_server') : error.detail
      till.act.say({ text: state.t('reprint_failed', { detail }), kind: 'bad' })
    }
  }

  /** Somebody saw the receipt come out. */
  async function confirmPaper(entry) {
    try {
      await post(`/api/v1/print-jobs/${entry.paper.id}/confirm`, { on_paper: true })
      await till.sync.readPaper(entry)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      till.act.say({ text: error.status === 0 ? state.t('needs_server') : error.detail, kind: 'bad' })
    }
  }

  async function callHelp() {
    closePanel()
    try {
      await post('/api/v1/help', {})
      till.act.say({ text: state.t('help_called', { no: state.enrolment.stall }) })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      till.act.say({ text: state.t('help_failed'), kind: 'bad' })
    }
  }

  function askQuantity(line) {
    const name = state.language === 'en' ? line.name_en : line.name
    state.quantity = { key: line.key, sku: line.sku, name, typed: line.quantity, unique: line.unique, percent: line.percent ?? 0, fresh: true }
    open('quantity')
  }

  /** The first key replaces the old quantity, as people expect of a keypad. */
  function quantityKey(key) {
    const start = state.quantity.fresh && key !== 'back' ? 0 : state.quantity.typed
    state.quantity = { ...state.quantity, typed: typed(start, key, MOST_OF_ONE), fresh: false }
    till.draw()
  }

  async function useQuantity() {
    const { key, typed: quantity, percent, unique } = state.quantity
    closePanel()
    if (!unique) await till.act.setQuantity(key, quantity)
    await till.act.setDiscount(key, percent)
  }

  function chooseDiscount(percent) {
    state.quantity = { ...state.quantity, percent }
    till.draw()
  }

  return { open, closePanel, back, switchLanguage, sendNow, reprint, confirmPaper, callHelp, askQuantity, quantityKey, useQuantity, chooseDiscount }
}
