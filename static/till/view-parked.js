/** The carts put aside. */

import { html } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { hourText } from '../shared/clock.js'
import { rupiah } from '../shared/money.js'
import { pieces, total } from './cart.js'

export function parkedView({ t, parked, language, timezone }, act) {
  if (parked.length === 0) return html`<div class="empty">${icon('shopping-basket')}<p>${t('parked_none')}</p></div>`
  return html`<ul class="sales">${repeat(parked, (cart) => cart.id, (cart) => html`
    <li class="sale">
      <div class="sale-head"><strong>${hourText(cart.parked_at, timezone)}</strong><span class="hint">${t('things', { n: pieces(cart) })}</span>
        <strong class="amount sum">${rupiah(total(cart))}</strong></div>
      <p class="items">${cart.lines.map((line) => `${line.quantity}× ${language === 'en' ? line.name_en : line.name}`).join(', ')}</p>
      <div class="sale-foot">
        <button class="button primary resume" @click=${() => act.resumeCart(cart.id)}>${icon('play')}${t('resume')}</button>
        <button class="button danger" @click=${() => act.dropCart(cart.id)}>${icon('trash-2')}${t('drop')}</button>
      </div>
    </li>`)}</ul>`
}
