/** Discounts somebody may give by hand: on one line or on the whole cart, never more than the stall's right. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'

const PERCENTS = [0, 5, 10, 15, 20, 25, 30, 50]

/** What may be chosen, the right itself among it. */
const offered = (limit) => [...new Set([...PERCENTS, limit])].filter((percent) => percent <= limit).sort((a, b) => a - b)

function chips({ t, discountLimit }, heading, chosen, onChoose) {
  return html`<fieldset class="chips"><legend>${heading}</legend>${offered(discountLimit).map((percent) => html`
    <button type="button" class="category amount" data-percent=${percent} aria-pressed=${chosen === percent} @click=${() => onChoose(percent)}>${percent ? `${percent}%` : t('none')}</button>`)}</fieldset>`
}

export function lineDiscountView(state, act) {
  return state.discountLimit < 1 ? nothing : chips(state, state.t('discount'), state.quantity.percent, act.chooseDiscount)
}

export function cartDiscountView(state, act) {
  return html`<p class="hint">${state.t('cart_discount_hint')}</p>${chips(state, state.t('cart_discount'), state.cart.percent ?? 0, act.discountCart)}`
}
