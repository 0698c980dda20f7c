/** Paying: cash by one tap on a likely note, or typed; everything else with a reference; several payments where needed. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { grouped, quickAmounts, rupiah } from '../shared/money.js'
import { paymentsOf } from './cart.js'
import { METHODS, QRIS_LIMIT, bill } from './checkout.js'
import { keypadView } from './view-keypad.js'
import { qrisView } from './view-qris.js'

const NOTES = [100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000]
const PICTURES = { cash: 'banknote', qris: 'qr-code', card: 'credit-card', transfer: 'landmark' }

export function payView(state, act) {
  const { t, pay, cart } = state
  const parts = paymentsOf(cart)
  const { goods, balance, rounding, due } = bill(cart, parts, pay.method, state.rules)
  return html`
    <main class="pay-panel" aria-label=${t('pay')}>
      <div class="pay-head">
        <button class="button back" aria-label=${t('back_to_cart')} @click=${act.stopPaying}>${icon('arrow-left')}<span>${t('back_to_cart')}</span></button>
        <div class="due"><span>${t(parts.length ? 'still_due' : balance ? 'deposit' : rounding ? 'due_in_cash' : 'total')}</span><strong class="amount">${rupiah(due)}</strong></div>
      </div>
      ${parts.length || rounding || balance ? partsView(state, act, { goods, balance, parts, rounding }) : nothing}
      ${due === 0 ? nothing : methodsView(state, act)}
      ${pay.problem ? html`<p class="notice bad" role="alert">${icon('circle-alert')}<span>${t(pay.problem)}</span></p>` : nothing}
      ${due === 0 ? nothingDueView(state, act) : pay.method === 'cash' ? cashView(state, act, due) : otherView(state, act, due)}
    </main>
  `
}

function methodsView({ t, pay }, act) {
  return html`
    <div class="methods" role="group" aria-label=${t('how_paid')}>
      ${METHODS.map((method) => html`
        <button class="method" data-method=${method} aria-pressed=${pay.method === method} @click=${() => act.chooseMethod(method)}>
          ${icon(PICTURES[method])}<span>${t(method)}</span>
        </button>`)}
    </div>
  `
}

/** A cart that costs nothing is a sale all the same. */
function nothingDueView({ t, pay }, act) {
  return html`<div class="other"><div class="other-fields">
    <button class="button primary received" ?disabled=${pay.busy} @click=${(event) => act.payCash(0, event)}>${icon('check')}${t('finish_for_nothing')}</button>
  </div></div>`
}

function partsView({ t, pay }, act, { goods, balance, parts, rounding }) {
  return html`
    <ul class="parts">
      <li><span>${t('total')}</span><span class="amount">${rupiah(goods)}</span></li>
      ${balance ? html`<li class="balance"><span>${t('rest_later')}</span><span class="amount">${rupiah(-balance)}</span></li>` : nothing}
      ${rounding ? html`<li class="rounding"><span>${t('rounding')}</span><span class="amount">${rupiah(rounding)}</span></li>` : nothing}
      ${parts.map((payment, index) => html`
        <li class="part"><span>${icon(PICTURES[payment.method])} ${t(payment.method)}</span><span class="amount">${rupiah(payment.amount)}</span>
          <button class="close" ?disabled=${pay.busy} aria-label=${t('drop_payment', { method: t(payment.method) })} @click=${() => act.dropPayment(index)}>${icon('x')}</button></li>`)}
    </ul>
  `
}

function cashView({ t, pay }, act, due) {
  const partial = pay.typed > 0 && pay.typed < due
  return html`
    <div class="cash">
      <div class="quick">
        ${quickAmounts(due).map((amount) => html`
          <button class="note amount ${amount === due ? 'exact' : ''}" ?disabled=${pay.busy} data-amount=${amount}
            @click=${(event) => act.payCash(amount, event)}>
            ${amount === due ? html`<small>${t('exact')}</small>` : nothing}<span>${rupiah(amount)}</span>
          </button>`)}
        <div class="adding" role="group" aria-label=${t('add_notes')}>
          <span>${t('add_notes')}</span>
          ${NOTES.map((note) => html`<button class="add-note amount" data-note=${note} ?disabled=${pay.busy} @click=${() => act.addNote(note)}>+${grouped(note)}</button>`)}
        </div>
      </div>
      <div class="typed">
        <p class="entry ${pay.typed ? '' : 'blank'}"><span>${t('other_amount')}</span><strong class="amount">${rupiah(pay.typed)}</strong></p>
        ${keypadView(t, act.payKey)}
        <button class="button ${partial ? 'partial' : 'primary'} accept" ?disabled=${pay.typed < 1 || pay.busy}
          @click=${(event) => act.payCash(pay.typed, event)}>${acceptText(t, pay.typed, due)}</button>
      </div>
    </div>
  `
}

function acceptText(t, typed, due) {
  if (typed > 0 && typed < due) return t('part_cash', { rest: rupiah(due - typed) })
  return typed > due ? t('will_be_change', { amount: rupiah(typed - due) }) : t('accept_cash', { amount: rupiah(typed || due) })
}

function otherView(state, act, due) {
  const { t, pay } = state
  const amount = pay.amount ?? due
  const tooMuch = pay.method === 'qris' && amount > QRIS_LIMIT
  return html`
    <form class="other" @submit=${act.payOther}>
      ${pay.method === 'qris' && pay.offer && !pay.amount ? qrisView(state, act, due) : nothing}
      <div class="other-fields">
        <p class="ask">${icon(PICTURES[pay.method])}<span>${t(`ask_${pay.method}`)}</span></p>
        <label class="field">
          <span>${t('reference')}</span>
          <input name="reference" autocomplete="off" autocapitalize="characters" maxlength="40" .value=${pay.reference}
            @input=${(event) => act.typeReference(event.target.value)}>
          <span class="hint">${t(`reference_hint_${pay.method}`)}</span>
        </label>
        <details class="part-amount">
          <summary>${t('part_amount')}</summary>
          <label class="field"><span>${t('part_amount_label')}</span>
            <input name="amount" inputmode="numeric" autocomplete="off" placeholder=${rupiah(due)} @input=${(event) => act.typeAmount(event.target.value)}></label>
        </details>
        ${tooMuch ? html`<p class="notice attention">${icon('triangle-alert')}<span>${t('qris_limit')}</span></p>` : nothing}
        <button class="button primary received" ?disabled=${pay.busy || tooMuch}>${icon('check')}${t('received', { amount: rupiah(amount) })}</button>
        ${pay.method === 'qris'
          ? html`<button type="button" class="button quiet unconfirmed" ?disabled=${pay.busy || tooMuch} @click=${act.payUnconfirmed}>${icon('clock')}${t('pay_unconfirmed')}</button>`
          : nothing}
      </div>
    </form>
  `
}
