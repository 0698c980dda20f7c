/** A keypad for amounts, quantities and PINs. */

import { html } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** Calls onKey with a digit, `wide` (such as "000") or "back". */
export function keypadView(t, onKey, wide = '000') {
  const key = (name) => html`<button type="button" class="key amount" data-key=${name} @click=${() => onKey(name)}>${name}</button>`
  return html`
    <div class="keypad">
      ${KEYS.map(key)} ${wide ? key(wide) : html`<span></span>`} ${key('0')}
      <button type="button" class="key" data-key="back" aria-label=${t('delete_digit')} @click=${() => onKey('back')}>${icon('delete')}</button>
    </div>
  `
}
