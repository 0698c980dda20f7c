/** What is done about orders: how they reach the buyer, what is paid down, the balance, the handing over. */

import { get } from '../shared/api.js'
import { isoLocal } from '../shared/clock.js'
import { uuid4 } from '../shared/ids.js'
import { attempting } from './attempt.js'
import { quantityOf, setContact, setOrder } from './cart.js'
import { otherPayment, cashPayment } from './checkout.js'
import { keepDocument, readOrders, writeOrders } from './db.js'
import { bySale, freshOrder, isContact, isContactHere, ordersHere, ordersLeft, pickupPlace, unsettledLine } from './orders.js'

const NO_CONTACT = { name: '', phone: '', address: '' }

export function ordering(till) {
  const { state } = till

  // The line in the cart ---------------------------------------------------------------------------

  /** Asks how a line reaches the buyer, and how much of it is paid now. */
  function askOrder(line) {
    const product = state.products.find(({ sku }) => sku === line.sku)
    const fresh = freshOrder({ ...where(), today: state.today, leadTime: product?.lead_time_days ?? null, least: leastPercent() })
    const name = state.language === 'en' ? line.name_en : line.name
    state.order = { key: line.key, name, leadTime: product?.lead_time_days ?? null, ...fresh, ...line.order, ...where(), least: leastPercent(), contact: { ...NO_CONTACT, ...state.cart.contact } }
    till.act.open('order')
  }

  const leastPercent = () => state.rules.min_deposit_percent

  /** Where the stall stands, and until when. */
  const where = () => ({ stall: state.enrolment.stall, lastDay: state.snapshot?.event?.days.at(-1)?.date ?? null })

  const setOrderField = (field, value) => update({ [field]: value })
  const setOrderDate = (date) => update({ date, place: pickupPlace({ ...state.order, date }) })
  const setContactField = (field, value) => update({ contact: { ...state.order.contact, [field]: value } })
  const choosePercent = (percent) => update({ percent, typed: null })

  function typeDeposit(text) {
    const amount = Number(text.replace(/\D/g, ''))
    update({ typed: amount > 0 ? amount : null })
  }

  async function useOrder(event) {
    event.preventDefault()
    const { key, way, date, percent, typed, least, contact } = state.order
    const place = pickupPlace(state.order)
    if (way === 'delivery' ? !isContact(contact) : !place) return
    till.act.closePanel()
    await till.act.changeCart((cart) => {
      const ordered = setOrder(cart, key, { way, place: place.trim(), date, percent, typed, least })
      return way === 'delivery' ? setContact(ordered, trimmed(contact)) : ordered
    })
  }

  function update(changes) {
    state.order = { ...state.order, ...changes }
    till.draw()
  }

  /** Whether something has to be said, or cannot be promised, before these orders are paid. */
  function stopsBeforePaying() {
    const full = state.products.find((product) => ordersLeft(product, state.sold, quantityOf(state.cart, product.sku)) < 0)
    if (full) till.act.say({ text: fullText(full), kind: 'bad' })
    const line = full ? null : unsettledLine(state.cart)
    if (line) askOrder(line)
    return Boolean(full ?? line)
  }

  const fullText = (product) => {
    const name = state.language === 'en' ? product.name_en || product.name : product.name
    const n = Math.max(0, ordersLeft(product, state.sold))
    return n ? state.t('orders_short', { name, n }) : state.t('orders_full', { name })
  }

  /** Whether one more piece of it can be promised; says so if not. */
  function canPromise(product, pieces = 1) {
    const left = ordersLeft(product, state.sold, quantityOf(state.cart, product.sku))
    if (left === null || left >= pieces) return true
    till.act.say({ text: fullText(product), kind: 'bad' })
    return false
  }

  // What was promised ------------------------------------------------------------------------------

  /** Shows what is known here at once, and what the server knows as soon as it answers. */
  async function openOrders() {
    state.orders = { listed: (await readOrders(till.database)) ?? [], paying: null, contacts: {}, confirming: null, problem: null, busy: false }
    till.act.open('orders')
    await refreshOrders()
  }

  const refreshOrders = () => !till.practice && attemptOrders(async () => {
    const listed = await get(`/api/v1/orders?stall=${state.enrolment.stall}`)
    await writeOrders(till.database, listed)
    changeOrders({ listed })
  })

  /** Everything that is to be fetched, by sale. */
  const ordersBySale = () => bySale(ordersHere(state.orders.listed, state.entries))

  const startBalance = (sale) => changeOrders({ paying: { id: uuid4(), sale: sale.sale, number: sale.number, due: sale.unpaid, method: 'cash', tendered: null, reference: '', made: null, busy: false, done: false } })
  const setBalance = (changes) => changeOrders({ paying: { ...state.orders.paying, ...changes } })
  const stopBalance = () => changeOrders({ paying: null })

  /** The balance is paid into the drawer that is open here; the server hears of it when it can. */
  async function payBalance(event) {
    event.preventDefault()
    const { id, due, method, tendered, busy } = state.orders.paying
    if (busy || (method === 'cash' && (tendered ?? due) < due)) return
    setBalance({ busy: true, made: state.orders.paying.made ?? balancePayment(state.orders.paying) })
    await keep(id, 'balance_payment', state.orders.paying.made)
    setBalance({ busy: false, done: true })
    await sendOrders()
  }

  /** The same document at every tap. */
  function balancePayment({ sale, due, method, tendered, reference }) {
    const payment = method === 'cash' ? cashPayment(due, tendered ?? due) : otherPayment(method, due, reference.trim())
    const document = { sale, payments: [payment], till: state.enrolment.till, paid_at: isoLocal() }
    if (state.shift) document.shift = state.shift.id
    if (state.staff.name) document.staff = state.staff.name
    return document
  }

  /** The buyer has it; or the mark was a mistake. */
  async function handOver(sale, handed_over) {
    const lines = sale.lines.filter(({ state: what }) => what !== 'cancelled').map(({ line }) => line)
    const document = { sale: sale.sale, lines, handed_over, handed_over_at: isoLocal() }
    if (state.staff.name) document.staff = state.staff.name
    changeOrders({ confirming: null, contacts: {} })
    await keep(uuid4(), 'handover', document)
    await sendOrders()
  }

  async function keep(id, kind, document) {
    await keepDocument(till.database, { id, kind, document, madeAt: Date.now() })
    await till.reloadEntries()
    till.tabs.postMessage('outbox')
    till.draw()
  }

  async function sendOrders() {
    await till.outbox.kick()
    await refreshOrders()
  }

  /** Where it goes: from this tablet while it has not been sent, else from the server. */
  async function showContact(sale) {
    const waiting = state.entries.find((entry) => isContactHere(entry) && entry.document.sale === sale)
    if (waiting) return showContactOf(sale, waiting.document)
    await attemptOrders(async () => showContactOf(sale, await get(`/api/v1/orders/${sale}/contact`)))
  }

  const showContactOf = (sale, contact) => changeOrders({ contacts: { ...state.orders.contacts, [sale]: contact } })
  const confirmHandOver = (sale) => changeOrders({ confirming: sale })

  function changeOrders(changes) {
    state.orders = { ...state.orders, ...changes }
    till.draw()
  }

  const attemptOrders = attempting(state, changeOrders)

  return {
    askOrder, stopsBeforePaying, canPromise, setOrderField, setOrderDate, setContactField, choosePercent, typeDeposit, useOrder,
    openOrders, ordersBySale, startBalance, setBalance, stopBalance, payBalance, handOver, showContact, confirmHandOver,
  }
}

const trimmed = (contact) => Object.fromEntries(Object.entries(contact).map(([key, text]) => [key, text.trim()]))
