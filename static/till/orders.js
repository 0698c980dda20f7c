/** Goods still to be made: how they reach the buyer, what is paid down and what stays open. Pure. Money is whole rupiah. */

import { lineAmount } from './cart.js'
import { isRefused, kindOf } from './documents.js'

export const BALANCE = 'SISA PESANAN' // by this the server knows money that is still to come
const DELIVERY = 'Kirim'
const PICKUP = 'Ambil'
const BALANCE_STEP = 1_000
const LEAST_COIN = 100

export const isBalance = ({ method, state, reference }) => method === 'transfer' && state === 'unconfirmed' && reference === BALANCE
export const balancePayment = (amount) => ({ method: 'transfer', amount, state: 'unconfirmed', reference: BALANCE })

/** The payments that were really made. */
export const madePayments = (payments) => payments.filter((payment) => !isBalance(payment))
/** How it was paid, as far as this tablet knows. */
export const recordedMethods = ({ corrected, document }) => (corrected ? [corrected] : madePayments(document.payments).map(({ method }) => method))
/** What a sale left open when it was made. */
export const balanceOfSale = ({ payments }) => payments.filter(isBalance).reduce((sum, { amount }) => sum + amount, 0)

/** What a new order begins with: fetched when it can be made, and as little paid down as is allowed. */
export function freshOrder({ stall, today, lastDay = null, leadTime, least }) {
  const date = leadTime === null ? '' : daysAfter(today, leadTime)
  return { way: 'pickup', place: pickupPlace({ stall, date, lastDay }), date, percent: least, typed: null, least }
}

/** Where it is fetched unless somebody says otherwise: at the stall while the fair lasts; of later days only people know. */
export function pickupPlace({ place = '', stall, date, lastDay }) {
  const stand = `Stan ${stall}`
  if (place.trim() && place !== stand) return place
  return isAfterFair({ date, lastDay }) ? '' : stand
}

export const isAfterFair = ({ date, lastDay }) => lastDay !== null && date > lastDay

export const daysAfter = (date, days) => new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** So many percent of an amount paid down; what stays open can be paid in whole notes. */
export function depositFor(amount, percent) {
  const open = (amount * (100 - percent)) / 100
  return amount - (open - (open % BALANCE_STEP))
}

/** What is paid of a line now: all of it, unless it is to be made. */
export function depositOf(line) {
  const amount = lineAmount(line)
  if (!line.order) return amount
  const { percent, typed, least } = line.order
  if (typed === null) return depositFor(amount, percent)
  const enough = Math.min(Math.max(typed, depositFor(amount, least)), amount)
  return amount - Math.floor((amount - enough) / LEAST_COIN) * LEAST_COIN
}

export const balanceOfLine = (line) => lineAmount(line) - depositOf(line)
export const balanceOf = (cart) => cart.lines.reduce((sum, line) => sum + balanceOfLine(line), 0)

/** How it reaches the buyer, in words that stay the same in every language; never a name or an address. */
export function pickupText({ way, place, date }) {
  const where = way === 'delivery' ? DELIVERY : `${PICKUP}: ${place.replaceAll('·', ' ').trim()}`
  return [where, date].filter(Boolean).join(' · ')
}

/** The other way round: {way, place, date} of such a text, or of what older tills wrote. */
export function readPickup(text) {
  const date = text.match(/\d{4}-\d{2}-\d{2}/)?.[0] ?? ''
  const where = text.replace(date, '').replace(/\s*·\s*$/, '').trim()
  if (where.startsWith(DELIVERY)) return { way: 'delivery', place: where.slice(DELIVERY.length).replace(/^\s*·\s*/, ''), date }
  return { way: 'pickup', place: where.replace(/^Ambil:?\s*/, ''), date }
}

/** The first line that cannot be paid yet, because nobody said how it reaches the buyer. */
export const unsettledLine = (cart) =>
  cart.lines.find((line) => line.to_order && (!line.order || (line.order.way === 'delivery' && !isContact(cart.contact))))

export const isContact = (contact) => Boolean(contact?.name.trim() && contact.phone.trim() && contact.address.trim())

/** How many pieces may still be ordered after what this tablet sold and what lies in the cart; null without a limit. */
export function ordersLeft(product, sold, inCart = 0) {
  if (product.fulfilment !== 'pesan' || (product.orders_left ?? null) === null) return null
  return product.orders_left - (sold[product.sku] ?? 0) - inCart
}

/** The stall's orders: what the server listed, and what this tablet sold, took the balance of or handed over since. One row a line. */
export function ordersHere(listed, entries) {
  const known = new Set(listed.map(({ sale }) => sale))
  const mine = entries.filter((entry) => kindOf(entry) === 'sale' && isOpen(entry) && !known.has(entry.id)).flatMap(linesOf)
  return [...mine, ...listed].map((line) => withNews(line, entries.filter(({ document }) => document.sale === line.sale)))
}

const isOpen = (entry) => !entry.voided && !isRefused(entry)

function linesOf({ id, document, shown, made_at }) {
  const open = balanceOfSale(document) > 0
  return document.lines.flatMap((line, index) => {
    if (!line.order) return []
    const amount = lineAmount(line)
    const { way, date } = readPickup(line.order.pickup)
    const unpaid = open ? amount - line.order.deposit : 0
    return [{
      sale: id, number: document.number, line: index + 1, ...shown[index], sold_at: document.sold_at ?? made_at, sku: line.sku, quantity: line.quantity,
      amount, deposit: line.order.deposit, unpaid, way, pickup: line.order.pickup, due_on: date || null, state: unpaid ? 'open' : 'paid', contact: false,
    }]
  })
}

/** A line with what this tablet did about it, whether the server has heard of it or not. */
function withNews(line, entries) {
  const paid = entries.some((entry) => entry.kind === 'balance_payment' && !isRefused(entry))
  const marks = entries.filter(({ kind, state, document }) => kind === 'handover' && state === 'waiting' && document.lines.includes(line.line))
  const mark = marks.sort((a, b) => b.made_at - a.made_at)[0]
  const unpaid = paid ? 0 : line.unpaid
  if (line.state === 'cancelled') return line
  const handedOver = mark ? mark.document.handed_over : line.state === 'handed_over'
  const contact = !handedOver && (line.contact || entries.some(isContactHere))
  return { ...line, unpaid, contact, state: handedOver ? 'handed_over' : unpaid ? 'open' : 'paid' }
}

/** Whether a buyer's address is still on this tablet. */
export const isContactHere = ({ kind, document }) => kind === 'contact' && 'address' in document

/** The rows by sale, those to be fetched first by their day, the done ones last. */
export function bySale(lines) {
  const sales = new Map()
  for (const line of lines) {
    const sale = sales.get(line.sale) ?? { sale: line.sale, number: line.number, lines: [], unpaid: 0, contact: false }
    sales.set(line.sale, { ...sale, lines: [...sale.lines, line], unpaid: sale.unpaid + line.unpaid, contact: sale.contact || line.contact })
  }
  return [...sales.values()]
    .map((sale) => ({ ...sale, due_on: firstDay(sale.lines), done: sale.lines.every(({ state }) => state === 'handed_over' || state === 'cancelled') }))
    .sort((a, b) => Number(a.done) - Number(b.done) || (a.due_on < b.due_on ? -1 : a.due_on > b.due_on ? 1 : 0))
}

const firstDay = (lines) => lines.filter(({ state }) => state !== 'cancelled').map(({ due_on }) => due_on ?? '9999').sort()[0] ?? '9999'
