/** What the stall has promised: who still owes what, what is to be fetched when, and what is done about it. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { quickAmounts, rupiah } from '../shared/money.js'
import { METHODS } from './checkout.js'
import { pickupWords } from './view-order.js'

export function ordersView(state, act) {
  const { t, orders } = state
  if (orders.paying) return balanceView(state, act)
  const sales = act.ordersBySale()
  const [open, done] = [sales.filter((sale) => !sale.done), sales.filter((sale) => sale.done)]
  return html`
    ${orders.problem ? html`<p class="notice attention" role="status">${icon('wifi-off')}<span>${t('orders_as_known')} ${orders.problem}</span></p>` : nothing}
    ${open.length ? listView(open, state, act) : html`<div class="empty">${icon('package')}<p><strong>${t('no_orders')}</strong></p><p>${t('no_orders_hint')}</p></div>`}
    ${done.length ? html`<details class="orders-done"><summary>${t('orders_done', { n: done.length })}</summary>${listView(done, state, act)}</details>` : nothing}
  `
}

const listView = (sales, state, act) => html`<ul class="sales orders">${repeat(sales, ({ sale }) => sale, (sale) => cardView(sale, state, act))}</ul>`

function cardView(sale, state, act) {
  const { t } = state
  return html`
    <li class="sale order" data-number=${sale.number}>
      <div class="sale-head"><strong class="amount">${sale.number}</strong>
        <span class="chip ${sale.unpaid ? 'attention' : 'good'}">${sale.unpaid ? t('rest_n', { rest: rupiah(sale.unpaid) }) : t('paid_in_full')}</span></div>
      ${sale.lines.map((line) => lineView(line, state))}
      ${contactView(sale, state)}
      ${state.orders.confirming === sale.sale ? sureView(sale, t, act) : toolsView(sale, state, act)}
    </li>
  `
}

function lineView(line, { t, language }) {
  const name = language === 'en' ? line.name_en : line.name
  return html`<p class="items ${line.state}"><strong>${line.quantity}× ${name}</strong><br>
    <span class="hint">${line.state === 'cancelled' ? t('order_cancelled') : pickupWords(line.pickup, t, language)}${line.state === 'handed_over' ? ` · ${t('order_handed_over')}` : ''}</span></p>`
}

function toolsView(sale, { t }, act) {
  const open = sale.lines.some(({ state }) => state === 'open' || state === 'paid')
  const back = !open && sale.lines.some(({ state }) => state === 'handed_over')
  return html`<span class="sale-tools">
    ${sale.contact ? html`<button class="button small show-contact" @click=${() => act.showContact(sale.sale)}>${icon('users')}${t('contact_show')}</button>` : nothing}
    ${sale.unpaid ? html`<button class="button small primary pay-balance" @click=${() => act.startBalance(sale)}>${icon('banknote')}${t('pay_balance_n', { rest: rupiah(sale.unpaid) })}</button>` : nothing}
    ${open && !sale.unpaid ? html`<button class="button small primary mark-fetched" @click=${() => (sale.contact ? act.confirmHandOver(sale.sale) : act.handOver(sale, true))}>${icon('check-check')}${t(sale.lines[0].way === 'delivery' ? 'mark_delivered' : 'mark_fetched')}</button>` : nothing}
    ${back ? html`<button class="button small quiet take-mark-back" @click=${() => act.handOver(sale, false)}>${icon('undo-2')}${t('mark_mistake')}</button>` : nothing}
  </span>`
}

/** The address is deleted with the mark, and does not come back. */
function sureView(sale, t, act) {
  return html`<div class="notice attention" role="alertdialog" aria-label=${t('hand_over_sure')}>${icon('triangle-alert')}<div><p>${t('hand_over_sure')}</p>
    <button class="button small primary sure" @click=${() => act.handOver(sale, true)}>${t('hand_over_yes')}</button>
    <button class="button small quiet" @click=${() => act.confirmHandOver(null)}>${t('cancel')}</button></div></div>`
}

function contactView(sale, { t, orders }) {
  const contact = orders.contacts[sale.sale]
  if (!contact) return nothing
  return html`<address class="notice">${icon('users')}<span><strong>${contact.name}</strong> · ${contact.phone}<br>${contact.address}</span></address>`
}

function balanceView({ t, orders: { paying } }, act) {
  if (paying.done) return balancePaidView(t, paying, act)
  const short = paying.method === 'cash' && paying.tendered !== null && paying.tendered < paying.due
  return html`
    <form class="balance-form" @submit=${act.payBalance}>
      <p><strong class="amount">${paying.number}</strong></p>
      <p class="entry"><span>${t('rest')}</span><strong class="amount">${rupiah(paying.due)}</strong></p>
      <div class="methods" role="group" aria-label=${t('how_paid')}>${METHODS.map((method) => html`
        <button type="button" class="method" data-method=${method} aria-pressed=${paying.method === method} @click=${() => act.setBalance({ method })}><span>${t(method)}</span></button>`)}</div>
      ${paying.method === 'cash' ? tenderedView(t, paying, act) : html`<label class="field"><span>${t('reference')}</span>
        <input name="reference" maxlength="40" autocomplete="off" .value=${paying.reference} @input=${(event) => act.setBalance({ reference: event.target.value })}></label>`}
      <button class="button primary accept" ?disabled=${short || paying.busy}>${acceptText(t, paying)}</button>
      <button type="button" class="button quiet" @click=${act.stopBalance}>${t('cancel')}</button>
    </form>
  `
}

function tenderedView(t, { due, tendered }, act) {
  return html`<fieldset class="chips tendered"><legend>${t('money_given')}</legend>
    ${quickAmounts(due).map((amount) => html`<button type="button" class="category amount" data-amount=${amount} aria-pressed=${(tendered ?? due) === amount} @click=${() => act.setBalance({ tendered: amount })}>${amount === due ? t('exact') : rupiah(amount)}</button>`)}
    <label class="field"><span>${t('other_amount')}</span>
      <input name="tendered" inputmode="numeric" autocomplete="off" @input=${(event) => act.setBalance({ tendered: Number(event.target.value.replace(/\D/g, '')) || null })}></label></fieldset>`
}

function acceptText(t, { method, due, tendered }) {
  const back = method === 'cash' ? (tendered ?? due) - due : 0
  return back > 0 ? t('will_be_change', { amount: rupiah(back) }) : t('received', { amount: rupiah(due) })
}

function balancePaidView(t, { number, due, method, tendered }, act) {
  const back = method === 'cash' ? (tendered ?? due) - due : 0
  return html`
    <div class="change balance-paid" role="status"><span>${t('balance_paid', { number })}</span>
      <strong class="amount">${rupiah(back || due)}</strong>${back ? html`<small>${t('change')} · ${t('balance_paid_of', { amount: rupiah(due) })}</small>` : nothing}</div>
    <button class="button primary accept" @click=${act.stopBalance}>${t('back_to_orders')}</button>
  `
}
