/** The scanner in the grid's place; the cart stays in sight. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'

export function scanView(state, act) {
  const { t, scan } = state
  return html`
    <main class="scanner">
      <div class="scan-head"><h2>${t('scan')}</h2>
        <button class="button" @click=${act.closeScanner}>${icon('x')}${t('close')}</button></div>
      ${scan.problem ? html`<p class="notice attention">${icon('camera')}<span>${t(scan.problem)}</span></p>` : cameraView(t, scan)}
      ${foundView(state)}
      <div class="scan-ways">
        <label class="button photo">${icon('camera')}${t('photo_of_code')}
          <input class="visually-hidden" type="file" accept="image/*" capture="environment" @change=${act.takePhoto}></label>
        <form class="typed-code" @submit=${act.typeCode}>
          <input name="label" aria-label=${t('label_code')} placeholder=${t('label_code')} autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="12">
          <button class="button primary">${t('add')}</button>
        </form>
      </div>
    </main>
  `
}

function cameraView(t, scan) {
  return html`<div class="camera">
    <video .srcObject=${scan.stream} autoplay playsinline muted aria-label=${t('scan_hint')}></video>
    <p>${scan.stream ? t('scan_hint') : t('camera_opening')}</p>
  </div>`
}

function foundView({ t, scan, language }) {
  if (!scan.found) return nothing
  const { product } = scan.found
  return html`<p class="notice good found" role="status">${icon('circle-check')}
    <span><strong>${language === 'en' ? product.name_en || product.name : product.name}</strong> · <span class="amount">${rupiah(product.price)}</span> ${t('added')}</span></p>`
}
