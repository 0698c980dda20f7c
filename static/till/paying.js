/** What the pay screen does. Nothing is called stored before its transaction has completed. */

import { isoLocal } from '../shared/clock.js'
import { typed } from '../shared/money.js'
import { isEmpty, paymentsOf, withoutPayment, withPayment } from './cart.js'
import { bill, cashPayment, otherPayment, refusal } from './checkout.js'
import { CartChanged, changeCart, finishSale, readCart } from './db.js'
import { offerCode } from './qris-offer.js'

export function paying(till) {
  const { state } = till
  const due = (method = state.pay.method) => bill(state.cart, paymentsOf(state.cart), method, state.rules).due

  function startPaying() {
    if (isEmpty(state.cart) || state.moved || till.act.holdsExpired() || till.act.stopsBeforePaying()) return
    if (state.scan) till.act.closeScanner()
    const toast = state.toast?.kind ? state.toast : null // plain news would lie on the keypad
    show({ pay: freshPay('cash'), done: null, sheet: false, toast })
  }

  /** Control and Enter lead here from wherever the keyboard is, past all the tiles. */
  function payByKey(event) {
    if (event.key !== 'Enter' || !event.ctrlKey || state.phase !== 'sell' || state.panel || state.pay) return
    event.preventDefault()
    startPaying()
  }

  const stopPaying = () => show({ pay: null })

  async function chooseMethod(method) {
    show({ pay: freshPay(method) })
    if (method === 'qris') await offerQris()
  }

  /** Draws the code for exactly what is still due, from the stall's own static code. */
  async function offerQris() {
    const { pay } = state
    const offer = await offerCode(state.snapshot?.settings?.qris_static, due(), payReference())
    if (state.pay === pay) update({ offer })
  }

  const payReference = () => `${state.enrolment.till}-${state.cart.id.slice(0, 8)}`

  const payKey = (key) => update({ typed: typed(state.pay.typed, key), problem: null })
  const addNote = (note) => update({ typed: state.pay.typed + note, problem: null })
  const typeReference = (text) => Object.assign(state.pay, { reference: text })
  const showStatic = () => update({ showsStatic: !state.pay.showsStatic })

  /** An amount of its own for this part of the payment; nothing typed means all that is due. */
  function typeAmount(text) {
    const amount = Number(text.replace(/\D/g, ''))
    update({ amount: amount > 0 && amount < due() ? amount : null })
  }

  /** Cash of at least what is due ends the sale; less is one part of it. */
  function payCash(tendered, event) {
    const amount = due()
    return tendered >= amount ? take(cashPayment(amount, tendered), event) : take(cashPayment(tendered, tendered), event)
  }

  function payOther(event) {
    event?.preventDefault()
    return takeOther('confirmed')
  }

  /** The goods leave before the money was seen to arrive: marked, and listed when the till is closed. */
  const payUnconfirmed = () => takeOther('unconfirmed')

  function takeOther(paymentState) {
    const { method, reference, amount, offer } = state.pay
    const known = reference.trim() || (method === 'qris' && offer?.payload ? payReference() : '')
    return take(otherPayment(method, amount ?? due(), known, paymentState), null)
  }

  /** Takes one payment; the last one makes the cart a sale. */
  async function take(payment, event) {
    if (!state.pay || state.pay.busy) return
    update({ busy: true })
    if (payment.amount >= due(payment.method)) await finish(payment, event)
    else await changeParts((cart) => withPayment(cart, payment), 'cash')
  }

  const dropPayment = (index) => changeParts((cart) => withoutPayment(cart, index), state.pay.method)

  /** What is paid in parts is kept with the cart, so that it survives whatever happens to this page. */
  async function changeParts(alter, next) {
    const { id } = state.cart
    try {
      state.cart = await changeCart(till.database, (cart) => (cart.id === id ? alter(cart) : cart))
    } catch (error) {
      await recover(error)
    }
    till.tabs.postMessage('cart')
    show({ pay: freshPay(next) })
  }

  /** Turns the cart into a sale on this tablet; only then shows the change, and sends it. */
  async function finish(payment, event) {
    const problem = refusal(state.cart, [...paymentsOf(state.cart), payment], state.rules)
    if (problem) return update({ problem, busy: false })
    if (event?.clientX) state.finishedTap = { x: event.clientX, y: event.clientY, at: event.timeStamp }
    try {
      const now = new Date()
      stored(await finishSale(till.database, {
        cart: state.cart, payment, rules: state.rules, soldAt: isoLocal(now), madeAt: now.getTime(), staff: state.staff.name, shift: state.shift?.id ?? null, practice: till.practice,
      }))
    } catch (error) {
      await recover(error)
    }
  }

  function stored({ entry, contact, cart }) {
    if (contact) state.entries = [...state.entries, contact]
    Object.assign(state, { cart, pay: null, done: entry, sheet: false, toast: null })
    till.act.search('')
    till.tabs.postMessage('cart')
    till.entryChanged(entry)
    till.outbox.kick()
  }

  async function recover(error) {
    if (!(error instanceof CartChanged)) {
      update({ busy: false, problem: 'not_stored' })
      throw error
    }
    state.cart = await readCart(till.database)
    if (isEmpty(state.cart)) {
      state.pay = null
      till.act.say({ text: state.t('cart_changed') })
    } else show({ pay: { ...freshPay('cash'), problem: 'cart_changed' } })
  }

  function update(changes) {
    if (state.pay) Object.assign(state.pay, changes)
    till.draw()
  }

  const show = (changes) => till.show(changes)

  return {
    startPaying, payByKey, stopPaying, chooseMethod, payKey, addNote, typeReference, typeAmount, showStatic, payCash, payOther, payUnconfirmed, dropPayment,
  }
}

const freshPay = (method) => ({
  method, typed: 0, amount: null, reference: '', offer: null, showsStatic: false, busy: false, problem: null,
})
