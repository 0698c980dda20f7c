/** One icon of the vendored sprite, for templates. */

import { svg, html } from '../vendor/lit-html/lit-html.js'

const SPRITE = '/static/vendor/lucide/icons.svg'

export function icon(name, label = null) {
  const use = svg`<use href="${SPRITE}#${name}"></use>`
  return label
    ? html`<svg class="icon" role="img" aria-label=${label}>${use}</svg>`
    : html`<svg class="icon" aria-hidden="true">${use}</svg>`
}
