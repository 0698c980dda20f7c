/** The exhibition's logo, shown as paper shows it; and the names on kuitansi, which must not stay for ever. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { sureButton, when } from './parts.js'

export function logoSection(state, act) {
  const { t, logo } = state
  return html`<section class="card" data-section="logo">
    <h3>${t('logo')}</h3>
    <p class="hint">${t('logoHint')}</p>
    ${logo ? html`<figure class="preview"><img class="logo-preview" src=${`/api/v1/logo?${logo}`} alt=${t('logo')}><figcaption class="hint">${t('asPrinted')}</figcaption></figure>` : nothing}
    <div class="actions">
      <label class="button file">${icon('image')}${t(logo ? 'replaceLogo' : 'chooseLogo')}<input class="visually-hidden" type="file" accept="image/png,image/jpeg,image/gif,image/webp" @change=${(event) => upload(event, act)}></label>
      ${logo ? sureButton(state, act, 'logo', t('removeLogo'), (doing) => doing.removeLogo(), { kind: 'quiet' }) : nothing}
    </div>
  </section>`
}

function upload(event, act) {
  const [file] = event.target.files
  event.target.value = '' // the same file may be chosen again
  if (file) act.run((doing) => doing.saveLogo(file), { quietly: true })
}

export function buyersSection(state, act) {
  const { t, buyers } = state
  if (!buyers) return nothing
  return html`<section class="card" data-section="buyers">
    <h3>${t('buyers')}</h3>
    <p class="hint">${t('buyersHint')}</p>
    <p>${buyers.kept ? t('buyersKept', { n: buyers.kept, since: when(state, buyers.oldest) }) : t('noBuyers')}</p>
    ${buyers.kept ? html`<div class="actions">${sureButton(state, act, 'buyers', t('forgetBuyers'), (doing) => doing.forgetBuyers())}</div>` : nothing}
  </section>`
}
