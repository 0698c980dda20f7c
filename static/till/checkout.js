/** From a cart and its payments to the sale document. Pure. Money is whole rupiah. */

import { paid, total as goodsTotal } from './cart.js'
import { balanceOf, balancePayment, depositOf, pickupText } from './orders.js'

export const METHODS = ['cash', 'qris', 'card', 'transfer']
export const QRIS_LIMIT = 10_000_000

/** What the buyer gets back: only cash can be handed over in excess. */
export function change(sale) {
  return sale.payments.reduce((sum, payment) => sum + Math.max(0, (payment.tendered ?? payment.amount) - payment.amount), 0)
}

/** A cash payment of `amount` for which `tendered` was handed over. */
export function cashPayment(amount, tendered) {
  return { method: 'cash', amount, tendered }
}

/** A payment without cash; the reference is what the buyer's phone, the terminal or the bank shows. */
export function otherPayment(method, amount, reference, state = 'confirmed') {
  const payment = { method, amount, state }
  return reference ? { ...payment, reference } : payment
}

/**
 * What a cart costs and what of it is due now, after `payments` and by `method`, under the rules of the exhibition:
 * {goods, balance, rounding, total, due}. The balance of orders is part of the total, but not due yet. Cash that closes the
 * cart is rounded down to what can be handed over; all else is exact.
 */
export function bill(cart, payments, method, rules) {
  const goods = goodsTotal(cart)
  const balance = balanceOf(cart)
  const open = goods - balance - paid(payments)
  const due = method === 'cash' ? roundedDown(open, rules.cash_rounding ?? 0) : open
  return { goods, balance, rounding: due - open, total: goods + due - open, due }
}

/** Nothing is ever rounded down to nothing. */
const roundedDown = (amount, step) => (step > 0 && amount >= step ? amount - (amount % step) : amount)

/** The bill as its last payment closes it. */
const closing = (cart, payments, rules) => bill(cart, payments.slice(0, -1), payments.at(-1)?.method, rules)

/** Why these payments cannot close this cart, as a text key; null when they can. */
export function refusal(cart, payments, rules) {
  if (cart.lines.length === 0) return 'cart_empty'
  if (payments.at(-1)?.amount !== closing(cart, payments, rules).due) return 'payment_short'
  if (payments.some((payment) => payment.method === 'cash' && payment.tendered < payment.amount)) return 'payment_short'
  if (payments.some((payment) => payment.method === 'qris' && payment.amount > QRIS_LIMIT)) return 'qris_limit'
  return null
}

/** `07A-0123`: the till's code and its own gap-free counter. */
export const saleNumber = (till, counter) => `${till}-${String(counter).padStart(4, '0')}`

/** A line as it is sold; goods to be made say how they reach the buyer, and what of them is paid down. */
function soldLine(line) {
  const { sku, quantity, unit_price, discount, piece } = line
  const sold = { sku, quantity, unit_price, discount, piece }
  return line.to_order ? { ...sold, order: { deposit: depositOf(line), pickup: line.order ? pickupText(line.order) : '' } } : sold
}

/** The document the server gets, exactly as it stays on this tablet. */
export function makeSale({ cart, payments, rules, till, counter, soldAt, staff = null, shift = null }) {
  const { balance, rounding, total } = closing(cart, payments, rules)
  const sale = {
    number: saleNumber(till, counter),
    till,
    sold_at: soldAt,
    lines: cart.lines.map(soldLine),
    rounding,
    total,
    payments: balance ? [...payments, balancePayment(balance)] : payments,
  }
  if (staff) sale.staff = staff
  if (shift) sale.shift = shift
  return sale
}
