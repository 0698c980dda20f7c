/** Taking goods back: a new record with a reason and a second person's word. The sale itself is never touched. */

import { Problem, get, post, put } from '../shared/api.js'
import { isoLocal } from '../shared/clock.js'
import { uuid4 } from '../shared/ids.js'
import { attempting, wordsFor } from './attempt.js'
import { changeEntry, keepDocument } from './db.js'
import { balanceOfSale, balancePayment, madePayments } from './orders.js'

const APPROVERS = ['lead', 'treasurer', 'organiser']
const DEFECT = 'reason_defect'

export function refunding(till) {
  const { state } = till

  const attempt = attempting(state, update, { pin: '' })

  /** Begins with what the server knows of the sale; one that still waits here can only be voided whole. */
  async function startRefund(entry) {
    state.refund = freshRefund(entry)
    till.act.open('refund')
    if (entry.state !== 'waiting') await readSale(entry)
  }

  /** The goods stay sold; only how they were paid is put right. Nothing is chosen yet. */
  async function startCorrection(entry) {
    state.refund = { ...freshRefund(entry), mode: 'payment', method: null }
    till.act.open('correction')
    await readSale(entry)
  }

  async function readSale(entry) {
    await attempt(async () => {
      const [sale, people] = await Promise.all([get(`/api/v1/sales/${entry.id}`), get('/api/v1/staff-names')])
      update({ lines: refundable(sale), balancePaid: isBalancePaid(sale), approvers: people.filter((person) => APPROVERS.includes(person.role)) })
    })
  }

  const setRefund = (field, value) => update({ [field]: value })

  /** Goods with a defect do not go back on the table, unless a person says so. */
  function chooseReason(reason) {
    const wasDefect = state.refund.reason === state.t(DEFECT)
    update({ reason: state.t(reason), restock: reason !== DEFECT && (wasDefect || state.refund.restock) })
  }

  function takeBack(line, quantity) {
    const lines = state.refund.lines.map((each) => (each.line === line ? { ...each, back: Math.max(0, Math.min(each.left, quantity)) } : each))
    update({ lines })
  }

  const takeAllBack = () => update({ lines: state.refund.lines.map((line) => ({ ...line, back: line.left })) })

  async function sendRefund(event) {
    event.preventDefault()
    if (state.refund.unsent) return voidUnsent()
    await attempt(async () => {
      if (state.refund.mode === 'payment') return correctPayment()
      const refund = document()
      const result = await put(`/api/v1/refunds/${state.refund.id}`, { ...refund, ...(await approval()) })
      const amount = result.amount - (result.unpaid ?? 0) // what was never paid is not paid out
      await keep('refund', refund, { answer: result, mark: { refunded: (state.refund.entry.refunded ?? 0) + amount } })
      update({ result: { ...result, amount } })
      till.sync.fetchSoon()
    })
  }

  async function correctPayment() {
    const { id, entry, method, reason } = state.refund
    const balance = state.refund.balancePaid ? 0 : balanceOfSale(entry.document)
    const paid = { method, amount: entry.document.total - balance }
    const correction = { sale: entry.id, payments: balance ? [paid, balancePayment(balance)] : [paid], reason: reason.trim() || state.t('mode_payment') }
    const answer = await put(`/api/v1/payment-corrections/${id}`, { ...correction, ...(await approval()) })
    await keep('correction', correction, { answer, mark: { corrected: method } })
    update({ result: { amount: paidBy(answer.payments ?? correction.payments), corrected: true } })
  }

  /** The server has not seen the sale: the cashier's word counts, and a lead confirms it later. */
  async function voidUnsent() {
    await keep('refund', { ...document(), unsent: true }, { mark: { voided: true } })
    const { total } = state.refund.entry.document
    update({ result: { amount: total - balanceOfSale(state.refund.entry.document), waiting: true } })
    till.outbox.kick()
  }

  /** Remembers a correction beside its sale: the file and a second offer to the server hold it too. */
  async function keep(kind, correction, how) {
    await keepDocument(till.database, { id: state.refund.id, kind, document: correction, madeAt: Date.now(), ...how })
    await till.reloadEntries()
  }

  /** The same document at every attempt: a repeat after a lost answer is the first one again. */
  function document() {
    state.refund.made ??= { refunded_at: isoLocal(), ...(state.shift ? { shift: state.shift.id } : {}) }
    const { entry, lines, reason, method, restock, made } = state.refund
    return {
      sale: entry.id,
      lines: lines.filter((line) => line.back > 0).map(({ line, back }) => ({ line, quantity: back })),
      reason: reason.trim(),
      method,
      till: state.enrolment.till,
      restock,
      ...made,
    }
  }

  /** A single-use code for exactly this refund; the PIN is sent once and kept nowhere. */
  async function approval() {
    const { id, approver, pin } = state.refund
    if (!approver) return {}
    const { code } = await post('/api/v1/approvals', { staff: approver, pin, for: id })
    return { approval: code }
  }

  /** A payment that was only noted down has been seen to arrive. */
  async function confirmPayment(entry, position) {
    try {
      await put(`/api/v1/sales/${entry.id}/payments/${position}/confirmation`, {})
      await changeEntry(till.database, entry.id, (sale) => ({ ...sale, confirmed: [...(sale.confirmed ?? []), position] }))
      await till.reloadEntries()
      till.draw()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      till.act.say({ text: wordsFor(state.t, error), kind: 'bad' })
    }
  }

  function update(changes) {
    state.refund = { ...state.refund, ...changes }
    till.draw()
  }

  return { startRefund, startCorrection, setRefund, chooseReason, takeBack, takeAllBack, sendRefund, confirmPayment }
}

function freshRefund(entry) {
  const unsent = entry.state === 'waiting'
  return {
    id: uuid4(),
    entry,
    unsent,
    balancePaid: false,
    mode: 'goods',
    lines: unsent ? entry.document.lines.map((line, index) => wholeLine(line, entry.shown[index], index)) : [],
    reason: '',
    method: entry.document.payments[0].method,
    restock: true,
    made: null,
    approvers: [],
    approver: '',
    pin: '',
    busy: false,
    problem: null,
    result: null,
  }
}

const wholeLine = (line, shown, index) => ({ line: index + 1, name: shown.name, name_en: shown.name_en, left: line.quantity, back: line.quantity })

/** The sale's lines with how many of each can still come back. Pure. */
export function refundable(sale) {
  const gone = {}
  for (const { lines } of sale.refunds) for (const { line, quantity } of lines) gone[line] = (gone[line] ?? 0) + quantity
  return sale.lines.map(({ line, name, name_en, quantity }) => ({ line, name, name_en, left: quantity - (gone[line] ?? 0), back: 0 }))
}

const paidBy = (payments) => madePayments(payments).reduce((sum, { amount }) => sum + amount, 0)

/** Whether the balance of its orders has been paid since. */
const isBalancePaid = (sale) => sale.payment_corrections.some(({ kind }) => kind === 'balance')
