/** Who is at the till: a list of names, then a PIN. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { keypadView } from './view-keypad.js'

export function signInView(state, act) {
  const { t, staff } = state
  if (!staff.chosen) return namesView(t, staff, act)
  return html`
    <form class="pin" @submit=${act.signIn}>
      <button type="button" class="button quiet" @click=${() => act.chooseStaff(null)}>${icon('arrow-left')}${staff.chosen}</button>
      <label class="field"><span>${t('pin')}</span>
        <input type="password" inputmode="none" autocomplete="off" .value=${staff.pin} @input=${(event) => act.typePin(event.target.value)}></label>
      ${staff.problem ? html`<p class="notice bad" role="alert">${icon('circle-alert')}<span>${staff.problem}</span></p>` : nothing}
      ${keypadView(t, act.pinKey, '')}
      <button class="button primary accept" ?disabled=${staff.pin.length < 4 || staff.busy}>${t('sign_in')}</button>
    </form>
  `
}

function namesView(t, staff, act) {
  return html`
    ${staff.problem ? html`<p class="notice attention" role="alert">${icon('wifi-off')}<span>${staff.problem}</span></p>` : nothing}
    <div class="menu-list">${staff.names.map((each) => html`
      <button class="button" @click=${() => act.chooseStaff(each.name)}>${icon('users')}${each.name}</button>`)}</div>
  `
}
