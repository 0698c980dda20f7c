/** Small parts that several office views share. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { dayHourText } from '../shared/clock.js'
import { icon } from '../shared/icon.js'

/** A moment in the event's zone, or a dash. */
export const when = (state, at) => (at ? dayHourText(new Date(at), state.language, state.timezone) : '–')

/** A button that asks again before it does what cannot be taken back. */
export function sureButton(state, act, key, label, does, { hint = '', kind = 'danger' } = {}) {
  const { t } = state
  if (state.confirming !== key) {
    return html`<button class="button small ${kind}" type="button" @click=${() => act.confirm(key)}>${label}</button>`
  }
  return html`<span class="sure" role="alertdialog" aria-label=${t('sure')}>
    ${hint ? html`<span>${hint}</span>` : nothing}
    <button class="button small danger" type="button" @click=${() => act.run(does)}>${t('yes', { what: label.toLowerCase() })}</button>
    <button class="button small quiet" type="button" @click=${() => act.confirm(null)}>${t('no')}</button>
  </span>`
}

/** A button that does something at once. */
export const doButton = (act, label, does, kind = '') =>
  html`<button class="button small ${kind}" type="button" @click=${() => act.run(does)}>${label}</button>`

/** A labelled choice; options are [value, text]. */
export const choice = (name, label, options, value = '', onChange = () => {}) => html`<label class="field">${label}
  <select name=${name} @change=${(event) => onChange(event.target.value)}>${options.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}</select>
</label>`

/** A labelled line of text. */
export const line = (name, label, value = '', { type = 'text', hint = '', ...rest } = {}) => html`<label class="field">${label}
  <input name=${name} type=${type} .value=${value} ?required=${rest.required ?? false} placeholder=${rest.placeholder ?? ''} min=${rest.min ?? nothing} max=${rest.max ?? nothing} autocomplete="off">
  ${hint ? html`<span class="hint">${hint}</span>` : nothing}
</label>`

export const stallChoice = (state, value = '', name = 'stall', first = null) =>
  choice(name, state.t('stall', { no: '' }).trim(), [...(first ? [first] : []), ...state.data.stalls.map((stall) => [stall.no, `${stall.no} · ${stall.name}`])], value)

/** A word in a sentence as the name of a field. */
export const titled = (text) => text[0].toUpperCase() + text.slice(1)

export const empty = (name, text, hint = '') => html`<div class="empty">${icon(name)}<p><b>${text}</b></p>${hint ? html`<p>${hint}</p>` : nothing}</div>`

/** A form's fields as an object, numbers for fields of type number. */
export function fieldsOf(form) {
  const numbers = new Set([...form.querySelectorAll('input[type=number]')].map((input) => input.name))
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, numbers.has(name) ? Number(value) : value]))
}
