/** What the pay screen does. Nothing is called stored before its transaction has completed. */

import { isoLocal } from '../shared/clock.js'
import { typed } from '../shared/money.js'
import { isEmpty, total } from './cart.js'
import { cashPayment, otherPayment, refusal } from './checkout.js'
import { CartChanged, finishSale, readCart } from './db.js'

export function paying(till) {
  const { state } = till

  function startPaying() {
    if (isEmpty(state.cart) || state.moved) return
    Object.assign(state, { pay: freshPay('cash'), done: null, sheet: false })
    till.draw()
  }

  function stopPaying() {
    state.pay = null
    till.draw()
  }

  function chooseMethod(method) {
    state.pay = freshPay(method)
    till.draw()
  }

  function payKey(key) {
    state.pay.typed = typed(state.pay.typed, key)
    till.draw()
  }

  function typeReference(text) {
    state.pay.reference = text
  }

  const payCash = (tendered, event) => finish([cashPayment(total(state.cart), tendered)], event)

  function payOther(event) {
    event.preventDefault()
    const { method, reference } = state.pay
    return finish([otherPayment(method, total(state.cart), reference.trim())], null)
  }

  /** Turns the cart into a sale on this tablet; only then shows the change, and sends it. */
  async function finish(payments, event) {
    if (!state.pay || state.pay.busy) return
    const problem = refusal(state.cart, payments)
    if (problem) return complain(problem)
    state.pay.busy = true
    if (event?.clientX) state.finishedTap = { x: event.clientX, y: event.clientY, at: event.timeStamp }
    till.draw()
    try {
      const now = new Date()
      show(await finishSale(till.database, {
        cart: state.cart, payments, soldAt: isoLocal(now), madeAt: now.getTime(), staff: state.staff.name, shift: state.shift,
      }))
    } catch (error) {
      await recover(error)
    }
  }

  function show({ entry, cart }) {
    Object.assign(state, { cart, pay: null, done: entry, sheet: false, query: '', toast: null })
    till.act.search('')
    till.tabs.postMessage('cart')
    till.entryChanged(entry)
    till.outbox.kick()
  }

  async function recover(error) {
    if (!(error instanceof CartChanged)) {
      complain('not_stored')
      throw error
    }
    state.cart = await readCart(till.database)
    state.pay = isEmpty(state.cart) ? null : state.pay
    if (state.pay) complain('cart_changed')
    else till.act.say({ text: state.t('cart_changed') })
  }

  function complain(problem) {
    state.pay = { ...state.pay, busy: false, problem }
    till.draw()
  }

  return { startPaying, stopPaying, chooseMethod, payKey, typeReference, payCash, payOther }
}

const freshPay = (method) => ({ method, typed: 0, reference: '', busy: false, problem: null })
