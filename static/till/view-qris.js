/** The stall's QRIS code on the screen: who is paid and how much, large; the code for exactly this amount. */

import { html, nothing, svg } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'

const QUIET = 4

export function qrisView({ t, pay }, act, due) {
  const { offer, showsStatic } = pay
  if (offer.problem) return html`<p class="notice attention">${icon('triangle-alert')}<span>${t(offer.problem)}</span></p>`
  return html`
    <figure class="qris">
      ${picture(showsStatic ? offer.staticPicture : offer.picture, t('qris_code'))}
      <figcaption>
        <strong>${offer.name}</strong>
        ${offer.nmid ? html`<span class="amount">NMID ${offer.nmid}</span>` : nothing}
        <strong class="amount big">${rupiah(due)}</strong>
        <span class="state">${icon('clock')}${t(showsStatic ? 'qris_type_amount' : 'qris_waiting')}</span>
        <button type="button" class="button small" @click=${act.showStatic}>${t(showsStatic ? 'qris_dynamic' : 'qris_static')}</button>
      </figcaption>
    </figure>
  `
}

function picture({ size, path }, label) {
  const box = `${-QUIET} ${-QUIET} ${size + 2 * QUIET} ${size + 2 * QUIET}`
  return html`<svg class="code-picture" viewBox=${box} role="img" aria-label=${label} shape-rendering="crispEdges">
    ${svg`<rect x=${-QUIET} y=${-QUIET} width=${size + 2 * QUIET} height=${size + 2 * QUIET} fill="#fff"></rect><path d=${path} fill="#000"></path>`}
  </svg>`
}
