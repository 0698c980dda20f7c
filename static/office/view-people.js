/** Staff and settings: who may sign in, what a stall uses, what tablets are asked to do. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { choice, doButton, fieldsOf, line, stallChoice, sureButton } from './parts.js'
import { hallSection } from './view-hall.js'
import { importSection } from './view-import.js'
import { buyersSection, logoSection } from './view-logo.js'

const ROLES = ['cashier', 'lead', 'treasurer', 'organiser']

export function staffView(state, act) {
  const { t, data } = state
  const organiser = state.me.role === 'organiser'
  return html`
    ${state.pin ? html`<p class="notice good" role="status">${icon('key-round')}<span class="amount">${t('pinShownOnce', state.pin)}</span></p>` : nothing}
    ${organiser ? html`<form class="card grid-form" data-section="staff-form" @submit=${(event) => add(event, act)}>
      ${line('name', t('name'), '', { required: true })}
      ${choice('role', t('role'), ROLES.map((role) => [role, t(`role_${role}`)]), state.newRole, (newRole) => act.set({ newRole }))}
      ${['cashier', 'lead'].includes(state.newRole) ? stallChoice(state) : nothing}
      <div class="actions"><button class="button primary">${icon('plus')}${t('addStaff')}</button></div>
    </form>` : nothing}
    <div class="scroll"><table class="dense stack">
      <thead><tr><th>${t('name')}</th><th>${t('role')}</th><th>${t('stall', { no: '' })}</th><th><span class="visually-hidden">${t('actions')}</span></th></tr></thead>
      <tbody>${data.staff.map((person) => html`<tr data-staff=${person.name}>
        <td data-label=${t('name')}><b>${person.name}</b></td><td data-label=${t('role')}>${t(`role_${person.role}`)}</td><td data-label=${t('stall', { no: '' })}>${person.stall ?? '–'}</td>
        <td class="right">
          ${doButton(act, t('newPin'), (doing) => doing.newPin(person.name), 'quiet')}
          ${organiser && person.name !== state.me.staff ? sureButton(state, act, `dismiss/${person.name}`, t('dismiss'), (doing) => doing.dismiss(person.name), { hint: t('dismissHint', person), kind: 'quiet' }) : nothing}
        </td>
      </tr>`)}</tbody>
    </table></div>`
}

function add(event, act) {
  event.preventDefault()
  const { name, role, stall } = fieldsOf(event.target)
  act.run((doing) => doing.addStaff({ name: name.trim(), role, stall: stall ?? null }))
}

export function settingsView(state, act) {
  const { t } = state
  return html`
    <section class="card" data-section="stall-settings">
      <h3>${t('stallSettings')}</h3>
      <form class="grid-form" @submit=${(event) => saveStall(event, state, act)}>
        ${choice('stall', t('stall', { no: '' }).trim(), state.data.stalls.map((stall) => [stall.no, `${stall.no} · ${stall.name}`]), state.settingsOf, (no) => act.run((doing) => doing.loadSettings(no), { quietly: true }))}
        ${line('max_discount_percent', t('maxDiscount'), state.settings?.max_discount_percent ?? '', { type: 'number', min: 0, max: 100 })}
        <label class="field wide">${t('qris')}<textarea name="qris_static" rows="3" .value=${state.settings?.qris_static ?? ''}></textarea><span class="hint">${t('qrisHint')}</span></label>
        <div class="actions"><button class="button primary">${t('save')}</button></div>
      </form>
    </section>
    ${logoSection(state, act)}
    ${hallSection(state, act)}
    ${buyersSection(state, act)}
    <section class="card" data-section="offer-again">
      <h3>${t('offerAgain')}</h3>
      <p class="hint">${t('offerAgainHint')}</p>
      <div class="actions">${sureButton(state, act, 'offer', t('offerAgain'), (doing) => doing.offerAgain(), { kind: '' })}</div>
    </section>
    ${importSection(state, act)}
    <section class="card" data-section="downloads">
      <h3>${t('downloads')}</h3>
      <p><a href="/api/v1/journal?limit=100000" download="jurnal.ndjson">${t('journal')}</a></p>
    </section>`
}

function saveStall(event, state, act) {
  event.preventDefault()
  const { qris_static: qris, max_discount_percent: most } = Object.fromEntries(new FormData(event.target))
  act.run((doing) => doing.saveSettings(state.settingsOf, { qris_static: qris.trim() || null, max_discount_percent: most === '' ? null : Number(most) }))
}
