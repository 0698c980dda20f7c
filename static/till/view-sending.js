/** Sending what waits at once. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'

/** Sends, and says so when nobody hears it. */
export function sendNowView({ t, triedToSend, status }, act) {
  return html`<button class="button primary" @click=${act.sendNow}>${icon('upload')}${t('send_now')}</button>
    ${triedToSend && status === 'offline' ? html`<p class="notice attention not-connected" role="status">${icon('wifi-off')}<span>${t('not_connected')}</span></p>` : nothing}`
}
