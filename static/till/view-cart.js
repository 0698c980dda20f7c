/** The cart, and what stands in its place after a sale: the change, until the next product is tapped. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { isEmpty, lineAmount, pieces, total } from './cart.js'
import { stockOf } from './catalogue.js'
import { change } from './checkout.js'
import { balanceOf, balanceOfSale, madePayments } from './orders.js'
import { orderChip } from './view-order.js'
import { ticksView, troublesView } from './view-ticks.js'

export function cartView(state, act) {
  const open = state.sheet || Boolean(state.done)
  return html`
    <aside class="cart ${open ? 'open' : 'folded'}" aria-label=${state.t('cart')}>
      ${state.moved ? nothing : state.done ? doneView(state, act) : cartBody(state, act)}
    </aside>
  `
}

function cartBody(state, act) {
  const { t, cart } = state
  return html`
    <div class="cart-head">
      <h2>${t('cart')}</h2>
      ${state.pay ? nothing : headButtons(state, act)}
    </div>
    <div class="lines">${isEmpty(cart) ? emptyCartView(t) : linesView(state, act)}</div>
    ${footView(state, act)}
  `
}

function parkedButton({ t, parked }, act, look = 'parked') {
  return html`<button class="button quiet small ${look}" data-parked=${parked.length} @click=${() => act.open('parked')}>${icon('play')}${t('resume_n', { n: parked.length })}</button>`
}

function headButtons({ t, cart, parked }, act) {
  return html`<span class="head-buttons">
    ${parked.length ? parkedButton({ t, parked }, act) : nothing}
    ${isEmpty(cart)
      ? nothing
      : html`<button class="button quiet small park" @click=${act.parkCart}>${icon('pause')}<span>${t('park')}</span></button>
          <button class="button quiet small empty-cart" aria-label=${t('empty_cart')} @click=${act.emptyCart}>${icon('trash-2')}</button>`}
  </span>`
}

function emptyCartView(t) {
  return html`<div class="empty">${icon('shopping-basket')}<p><strong>${t('cart_empty')}</strong></p><p>${t('cart_empty_hint')}</p></div>`
}

function linesView(state, act) {
  return html`<ul>${repeat(state.cart.lines, (line) => line.key, (line) => lineView(line, state, act))}</ul>`
}

function lineView(line, state, act) {
  const { t, language } = state
  const name = language === 'en' ? line.name_en : line.name
  return html`
    <li class="line" data-sku=${line.sku}>
      <div class="what"><span class="name">${name}</span><span class="facility">${line.facility_name}</span>
        ${line.of_label ? html`<span class="of-label">${t('of_label')}</span>` : nothing}
        ${beyondStockView(line, state)}
        ${line.discount ? html`<span class="saved amount">${t(line.of_closing ? 'closing_n' : 'discount_n', { n: line.discount_percent })} · −${rupiah(line.discount)}</span>` : nothing}</div>
      <span class="line-amount amount">${rupiah(lineAmount(line))}</span>
      <span class="each amount">${line.unique ? html`${icon('sparkles')} ${t('one_of_a_kind')}` : rupiah(line.unit_price)}</span>
      ${orderChip(line, state, act)}
      ${state.pay ? html`<span class="times amount">× ${line.quantity}</span>` : stepperView(line, name, t, act)}
    </li>
  `
}

/** More than the books say is left: the goods are on the table, so it is said and nothing is refused. */
function beyondStockView(line, state) {
  const left = stockOf(line.sku, state)
  if (line.unique || left === null || line.quantity <= left) return nothing
  return html`<span class="beyond">${icon('triangle-alert')}${state.t('beyond_stock', { n: left })}</span>`
}

function stepperView(line, name, t, act) {
  return html`
    <div class="stepper">
      <button aria-label=${t('less', { name })} @click=${() => act.setQuantity(line.key, line.quantity - 1)}>
        ${icon(line.quantity === 1 ? 'trash-2' : 'minus')}
      </button>
      <button class="quantity amount" aria-label=${`${line.quantity} · ${t('change_quantity', { name })}`} ?disabled=${line.unique}
        @click=${() => act.askQuantity(line)}>${line.quantity}</button>
      <button aria-label=${t('more', { name })} ?disabled=${line.unique}
        @click=${() => act.setQuantity(line.key, line.quantity + 1)}>${icon('plus')}</button>
    </div>
  `
}

function footView(state, act) {
  const { t, cart, sheet, pay, parked } = state
  const [sum, balance] = [rupiah(total(cart)), balanceOf(cart)]
  const things = thingsText(t, cart)
  return html`
    <div class="foot">
      <button class="fold" aria-expanded=${sheet} aria-label=${`${things} · ${t(sheet ? 'close_cart' : 'open_cart')}`} @click=${act.toggleSheet}>
        ${icon(sheet ? 'chevron-down' : 'chevron-up')}<span>${things}</span>
      </button>
      ${parked.length && !sheet && !pay ? parkedButton(state, act, 'resume-parked') : nothing}
      ${pay ? nothing : discountButton(state, act)}
      <div class="total"><span>${t('total')} · ${things}</span><strong class="amount">${sum}</strong>${balance ? html`<b class="rest-later amount">${t('rest_later')} ${rupiah(balance)}</b>` : nothing}</div>
      ${pay
        ? nothing
        : html`<button class="pay" aria-keyshortcuts="Control+Enter" ?disabled=${isEmpty(cart)} @click=${act.startPaying}>
            <span>${t(balance ? 'pay_deposit' : 'pay')}</span><span class="amount">${rupiah(total(cart) - balance)}</span>
          </button>`}
    </div>
  `
}

/** Only for who may give one. */
function discountButton({ t, cart, discountLimit }, act) {
  if (discountLimit < 1 || isEmpty(cart)) return nothing
  return html`<button class="button quiet small cart-discount" @click=${() => act.open('discount')}>
    ${icon('percent')}${cart.percent ? t('cart_discount_n', { n: cart.percent }) : t('cart_discount')}</button>`
}

const thingsText = (t, cart) => (pieces(cart) === 1 ? t('thing') : t('things', { n: pieces(cart) }))

function doneView(state, act) {
  const { t, done, parked } = state
  const sale = done.document
  return html`
    <div class="done" role="status" data-number=${sale.number}>
      <p class="stored">${icon('circle-check')}<span>${t('stored')} <strong class="amount">${sale.number}</strong></span></p>
      <div class="change">${paidView(sale, t)}</div>
      ${ticksView(done, t)} ${troublesView(state)}
      <p class="next">${t('next_customer')}</p>
      ${parked.length ? parkedButton(state, act) : nothing}
    </div>
  `
}

/** What the cashier does next: give change, or nothing. */
function paidView(sale, t) {
  const [back, balance] = [change(sale), balanceOfSale(sale)]
  const total = html`<small class="amount">${t('total')} ${rupiah(sale.total)}</small>${balance ? html`<small class="amount deposit">${t('deposit_received', { amount: rupiah(sale.total - balance) })}</small><small class="amount rest">${t('rest_later')} ${rupiah(balance)}</small>` : nothing}`
  return paidBy({ ...sale, payments: madePayments(sale.payments) }, { back, total, balance }, t)
}

function paidBy(sale, { back, total, balance }, t) {
  if (back > 0) return html`<span>${t('change')}</span><strong class="amount">${rupiah(back)}</strong>${total}`
  if (sale.total === 0) return html`<strong>${t('nothing_to_pay')}</strong>`
  if (sale.payments.some((payment) => payment.method === 'cash')) return html`<strong>${t('exact')}</strong>${total}${partsPaid(sale, t)}`
  if (sale.payments.length === 1) return html`<span>${t('paid_by', { method: t(sale.payments[0].method) })}</span><strong class="amount">${rupiah(sale.total - balance)}</strong>${balance ? total : nothing}`
  return html`${balance ? nothing : html`<strong>${t('paid_in_parts')}</strong>`}${total}${partsPaid(sale, t)}`
}

function partsPaid({ payments }, t) {
  if (payments.length < 2) return nothing
  return payments.map((payment) => html`<small class="amount">${t(payment.method)} ${rupiah(payment.amount)}</small>`)
}
