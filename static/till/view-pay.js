/** Paying: cash by one tap on a likely note, or typed; everything else with a reference. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { quickAmounts, rupiah } from '../shared/money.js'
import { total } from './cart.js'
import { METHODS, QRIS_LIMIT } from './checkout.js'
import { keypadView } from './view-keypad.js'

const PICTURES = { cash: 'banknote', qris: 'qr-code', card: 'credit-card', transfer: 'landmark' }

export function payView(state, act) {
  const { t, pay, cart } = state
  return html`
    <main class="pay-panel" aria-label=${t('pay')}>
      <div class="pay-head">
        <button class="button back" aria-label=${t('back_to_cart')} @click=${act.stopPaying}>${icon('arrow-left')}<span>${t('back_to_cart')}</span></button>
        <div class="due"><span>${t('total')}</span><strong class="amount">${rupiah(total(cart))}</strong></div>
      </div>
      <div class="methods" role="group" aria-label=${t('how_paid')}>
        ${METHODS.map((method) => html`
          <button class="method" aria-pressed=${pay.method === method} @click=${() => act.chooseMethod(method)}>
            ${icon(PICTURES[method])}<span>${t(method)}</span>
          </button>`)}
      </div>
      ${pay.problem ? html`<p class="notice bad" role="alert">${icon('circle-alert')}<span>${t(pay.problem)}</span></p>` : nothing}
      ${pay.method === 'cash' ? cashView(state, act) : otherView(state, act)}
    </main>
  `
}

function cashView(state, act) {
  const { t, pay, cart } = state
  const due = total(cart)
  return html`
    <div class="cash">
      <div class="quick">
        ${quickAmounts(due).map((amount) => html`
          <button class="note amount ${amount === due ? 'exact' : ''}" ?disabled=${pay.busy} data-amount=${amount}
            @click=${(event) => act.payCash(amount, event)}>
            ${amount === due ? html`<small>${t('exact')}</small>` : nothing}<span>${rupiah(amount)}</span>
          </button>`)}
      </div>
      <div class="typed">
        <p class="entry ${pay.typed ? '' : 'blank'}"><span>${t('other_amount')}</span><strong class="amount">${rupiah(pay.typed)}</strong></p>
        ${keypadView(t, act.payKey)}
        <button class="button primary accept" ?disabled=${pay.typed < due || pay.busy}
          @click=${(event) => act.payCash(pay.typed, event)}>${acceptText(t, pay.typed, due)}</button>
      </div>
    </div>
  `
}

function acceptText(t, typed, due) {
  if (typed > 0 && typed < due) return t('too_little', { amount: rupiah(due - typed) })
  return typed > due ? t('will_be_change', { amount: rupiah(typed - due) }) : t('accept_cash', { amount: rupiah(typed || due) })
}

function otherView(state, act) {
  const { t, pay, cart } = state
  const due = total(cart)
  const tooMuch = pay.method === 'qris' && due > QRIS_LIMIT
  return html`
    <form class="other" @submit=${act.payOther}>
      <p class="ask">${icon(PICTURES[pay.method])}<span>${t(`ask_${pay.method}`)}</span></p>
      <label class="field">
        <span>${t('reference')}</span>
        <input autocomplete="off" autocapitalize="characters" maxlength="40" .value=${pay.reference}
          @input=${(event) => act.typeReference(event.target.value)}>
        <span class="hint">${t(`reference_hint_${pay.method}`)}</span>
      </label>
      ${tooMuch ? html`<p class="notice attention">${icon('triangle-alert')}<span>${t('qris_limit')}</span></p>` : nothing}
      <button class="button primary received" ?disabled=${pay.busy || tooMuch}>${icon('check')}${t('received', { amount: rupiah(due) })}</button>
    </form>
  `
}
