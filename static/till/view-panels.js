/** What opens over the till: state, last sales, menu, sign-in, quantity. One at a time, in a native dialog. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { dayHourText, hourText } from '../shared/clock.js'
import { rupiah } from '../shared/money.js'
import { stockOf } from './catalogue.js'
import { balanceOfSale, isBalance } from './orders.js'
import { isElsewhere } from './home.js'
import { keypadView } from './view-keypad.js'
import { cartDiscountView, lineDiscountView } from './view-discount.js'
import { drawerView } from './view-drawer.js'
import { orderView } from './view-order.js'
import { ordersView } from './view-orders.js'
import { parkedView } from './view-parked.js'
import { correctionView, refundView } from './view-refund.js'
import { sendNowView } from './view-sending.js'
import { signInView } from './view-staff.js'
import { ticksView, troublesView } from './view-ticks.js'

const PANELS = { status: statusView, sales: salesView, menu: menuView, staff: signInView, quantity: quantityView, parked: parkedView, drawer: drawerView, refund: refundView, correction: correctionView, discount: cartDiscountView, order: orderView, orders: ordersView }
const HEADINGS = { status: 'status', sales: 'last_sales', menu: 'menu', staff: 'who', quantity: 'quantity', parked: 'parked_carts', drawer: 'drawer', refund: 'refund', correction: 'right_payment', discount: 'cart_discount', order: 'order', orders: 'orders' }

export function panelView(state, act) {
  const { t, panel } = state
  if (!panel) return nothing
  return html`
    <dialog class="panel ${panel}" aria-label=${t(HEADINGS[panel])} @cancel=${act.closePanel} @click=${closeOnBackdrop(act)}>
      <div class="panel-body">
        <header><h2>${t(HEADINGS[panel])}</h2>
          <button class="close" aria-label=${t('close')} @click=${act.closePanel}>${icon('x')}</button></header>
        ${PANELS[panel](state, act)}
      </div>
    </dialog>
  `
}

const closeOnBackdrop = (act) => (event) => {
  if (event.target === event.currentTarget) act.closePanel(event)
}

function statusView(state, act) {
  const { t, summary } = state
  return html`
    ${state.status === 'paused' ? pausedView(t, act) : nothing} ${troublesView(state)}
    <section>
      <h3>${t('waiting_sales')}</h3>
      <p class="waiting-line">${summary.waiting
        ? t(summary.waiting_amount ? 'waiting_some' : 'waiting_others', { n: summary.waiting, amount: rupiah(summary.waiting_amount) })
        : html`${icon('check-check')} ${t('waiting_none')}`}</p>
      ${summary.waiting ? sendNowView(state, act) : nothing}
      ${state.entries.length ? html`<button class="button" @click=${act.saveToFile}>${icon('save')}${t('save_to_file')}</button>` : nothing}
    </section>
    ${problemList(state, 'rejected_sales', state.rejected, t('rejected_hint'))}
    ${problemList(state, 'held_sales', state.held, null)}
    ${state.printApp?.settings() ?? nothing}
    <section>
      <h3>${t('level')}</h3>
      <p>${t(state.level === 'full' ? 'level_full' : 'level_basic')}</p>
      ${Math.abs(state.clockOffset ?? 0) > 120_000
        ? html`<p class="notice attention">${icon('clock')}<span>${t('clock_off', { minutes: Math.round(Math.abs(state.clockOffset) / 60_000) })}</span></p>`
        : nothing}
      ${!state.practice && isElsewhere(state.snapshot?.address)
        ? html`<p class="notice attention">${icon('info')}<span>${t('address_now', { address: state.snapshot.address })}</span></p>
            <button class="button move" @click=${act.moveHouse}>${icon('arrow-right')}${t('move_house')}</button>`
        : nothing}
      <dl class="facts">
        <dt>${t('address')}</dt><dd>${location.origin}</dd>
        <dt>${t('till')}</dt><dd>${state.enrolment.till}</dd>
      </dl>
      <p class="hint">${t('catalogue_at', { time: state.fetchedAt ? hourText(state.fetchedAt, state.timezone) : t('never') })}.
        ${t('server_answered', { time: state.heardAt ? hourText(state.heardAt, state.timezone) : t('never') })}.</p>
    </section>
  `
}

function pausedView(t, act) {
  return html`<div class="notice bad">${icon('circle-alert')}<div><p>${t('paused_hint')}</p>
    <button class="button" @click=${act.enrolAgain}>${t('enrol_again')}</button></div></div>`
}

function problemList({ t, language, timezone }, heading, entries, hint) {
  if (entries.length === 0) return nothing
  return html`
    <section class="problems">
      <h3>${t(heading)}</h3>
      ${hint ? html`<p class="hint">${hint}</p>` : nothing}
      <ul>${repeat(entries, (entry) => entry.id, (entry) => html`
        <li data-number=${entry.document.number}>
          <strong class="amount">${entry.document.number ?? t(`kind_${entry.kind}`)}</strong> · <span class="amount">${rupiah(amountOf(entry.document))}</span>
          · ${dayHourText(entry.made_at, language, timezone)}
          <p class="hint">${entry.problem?.detail || entry.problem?.code || (entry.answer?.reasons ?? []).map((reason) => t(`held_${reason}`)).join(' ')}</p>
        </li>`)}</ul>
    </section>
  `
}

const amountOf = ({ total, amount, float: opening }) => total ?? amount ?? opening ?? 0

function salesView(state, act) {
  const { t, sales, language, timezone } = state
  if (sales.length === 0) return html`<div class="empty">${icon('receipt')}<p>${t('no_sales')}</p></div>${otherSalesView(state, act)}`
  return html`<ul class="sales">${repeat(sales, (entry) => entry.id, (entry) => html`
    <li class="sale" data-number=${entry.document.number}>
      <div class="sale-head">
        <strong class="amount">${entry.document.number}</strong>
        <span class="hint">${dayHourText(entry.made_at, language, timezone)} · ${entry.document.payments.map((each) => t(isBalance(each) ? 'balance' : each.method)).join(' + ')}</span>
        <strong class="amount sum">${rupiah(entry.document.total)}</strong>
      </div>
      <p class="items">${entry.document.lines.map((line, index) => `${line.quantity}× ${nameOf(entry, index, language)}`).join(', ')}</p>
      <div class="sale-foot">
        ${ticksView(entry, t)}
        <span class="sale-tools">
          ${balanceOfSale(entry.document) && !entry.voided ? html`<button class="button small to-orders" @click=${act.openOrders}>${icon('package')}${t('orders')}</button>` : nothing}
          ${entry.document.payments.map((payment, index) => payment.state === 'unconfirmed' && !isBalance(payment) && !entry.confirmed?.includes(index + 1)
            ? html`<button class="button small primary confirm" ?disabled=${entry.state !== 'sent'} @click=${() => act.confirmPayment(entry, index + 1)}>${icon('check')}${t('arrived', { method: t(payment.method) })}</button>`
            : nothing)}
          ${entry.paper?.state === 'unconfirmed' ? html`<button class="button small came-out" @click=${() => act.confirmPaper(entry)}>${icon('check')}${t('came_out')}</button>` : nothing}
          <button class="button small reprint" ?disabled=${entry.state !== 'sent'} @click=${() => act.reprint(entry)}>${icon('printer')}${t('reprint')}</button>
          <button class="button small correct" ?disabled=${entry.state !== 'sent' || entry.voided} @click=${() => act.startCorrection(entry)}>${icon('wallet')}${t('mode_payment')}</button>
          <button class="button small danger take-back" ?disabled=${!['sent', 'waiting'].includes(entry.state) || entry.voided} @click=${() => act.startRefund(entry)}>${icon('undo-2')}${t('refund')}</button>
        </span>
      </div>
      ${entry.voided ? html`<p class="chip bad">${t('voided')}</p>` : entry.refunded ? html`<p class="chip attention">${t('refunded_sum', { amount: rupiah(entry.refunded) })}</p>` : nothing}
    </li>`)}</ul>${otherSalesView(state, act)}`
}

/** What the stall's other tablets sold: any receipt of the stall can be printed again here. */
function otherSalesView({ t, stallSales, language, timezone }, act) {
  if (stallSales.length === 0) return nothing
  return html`<h3>${t('stall_sales')}</h3><ul class="sales others">${repeat(stallSales, (sale) => sale.id, (sale) => html`
    <li class="sale" data-number=${sale.number}><div class="sale-head"><strong class="amount">${sale.number}</strong>
      <span class="hint">${dayHourText(new Date(sale.sold_at), language, timezone)}</span><strong class="amount sum">${rupiah(sale.total)}</strong>
      <button class="button small reprint" @click=${() => act.reprint(sale)}>${icon('printer')}${t('reprint')}</button></div></li>`)}</ul>`
}

function nameOf(entry, index, language) {
  const shown = entry.shown[index]
  return language === 'en' ? shown.name_en : shown.name
}

function menuView(state, act) {
  const { t, staff, enrolment } = state
  return html`
    <p class="who">${icon('users')} ${staff.name ? t('signed_in_as', { name: staff.name }) : t('nobody_signed_in')}</p>
    <div class="menu-list">
      ${staff.name
        ? html`<button class="button" @click=${act.signOut}>${icon('log-out')}${t('sign_out')}</button>`
        : html`<button class="button primary" @click=${act.openSignIn}>${icon('log-in')}${t('sign_in')}</button>`}
      ${state.practice ? html`<a class="button primary" href="/till">${icon('graduation-cap')}${t('practice_end')}</a>` : html`<a class="button" data-menu="practice" href="/till?practice=1">${icon('graduation-cap')}${t('practice_start')}</a>`}
      <button class="button" data-menu="drawer" ?disabled=${state.practice} @click=${act.openDrawer}>${icon('wallet')}${t(state.shift ? 'drawer' : 'open_shift')}</button>
      <button class="button" @click=${() => act.open('sales')}>${icon('history')}${t('last_sales')}</button>
      <button class="button" data-menu="orders" @click=${act.openOrders}>${icon('package')}${t('orders')}</button>
      <button class="button" data-menu="help" @click=${act.callHelp}>${icon('life-buoy')}${t('call_help')}</button>
      <button class="button" @click=${() => act.open('status')}>${icon('tablet')}${t('status')}</button>
      <button class="button" @click=${act.switchLanguage}>${icon('languages')}${t('language')}</button>
    </div>
    <p class="hint">${t('stall', { no: enrolment.stall })} · ${enrolment.till}</p>
  `
}

/** What is left by the books; more may lie on the table, so it is only said. */
function stockHint(t, { typed, unique }, left) {
  if (unique || left === null) return nothing
  return typed > left ? html`<p class="notice attention beyond">${icon('triangle-alert')}<span>${t('beyond_stock', { n: left })}</span></p>` : html`<p class="hint amount">${t('left', { n: left })}</p>`
}

function quantityView(state, act) {
  const { t, quantity } = state
  return html`
    <p class="name">${quantity.name}</p>
    ${stockHint(t, quantity, stockOf(quantity.sku, state))}
    ${quantity.unique ? nothing : html`<p class="entry"><span>${t('quantity')}</span><strong class="amount">${quantity.typed}</strong></p>${keypadView(t, act.quantityKey, '')}`}
    ${lineDiscountView(state, act)}
    <button class="button primary accept" ?disabled=${quantity.typed < 1} @click=${act.useQuantity}>${t('set_quantity')}</button>
  `
}
