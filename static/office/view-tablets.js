/** Tablets: enrol, watch, revoke. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { tillState } from './decisions.js'
import { unsentWords } from './doing-tablets.js'
import { empty, fieldsOf, stallChoice, sureButton, when } from './parts.js'

const CHIPS = { here: 'good', away: 'attention', never: '', moved: 'attention', revoked: 'bad' }
const CLOCK_LIMIT_S = 60

export function tabletsView(state, act) {
  const { t, data } = state
  const here = data.tills.filter((till) => tillState(till, state.now) === 'here').length
  const active = data.tills.filter((till) => till.state === 'active').length
  return html`
    <section class="card enrol-card" data-section="enrol">
      <form class="inline" @submit=${(event) => enrol(event, act)}>
        ${state.me.role === 'lead' ? nothing : stallChoice(state, state.me.stall)}
        <button class="button primary">${icon('tablet')}${t('enrolTablet')}</button>
        ${state.me.role === 'organiser' ? html`<button class="button" type="button" @click=${() => act.run((doing) => doing.enrol({ role: 'viewer' }))}>${icon('monitor')}${t('enrolScreen')}</button>` : nothing}
      </form>
      ${state.enrolment ? enrolment(state, act) : nothing}
    </section>
    <section data-section="tills">
      <p class="summary">${t('online', { here, all: active })}</p>
      ${data.tills.length ? tillTable(state, act) : empty('tablet', t('noTablets'))}
    </section>`
}

function enrol(event, act) {
  event.preventDefault()
  const { stall } = fieldsOf(event.target)
  act.run((doing) => doing.enrol({ stall }))
}

function enrolment({ enrolment: open, t, ...state }, act) {
  return html`<div class="enrolment">
    <img src=${open.svg} alt="QR" width="200" height="200">
    <div>
      <p class="where">${open.stall ? t('stall', { no: open.stall }) : t('enrolScreen')}</p>
      <p class="code amount">${open.code}</p>
      <p class="url">${open.url}</p>
      <p class="hint">${t('enrolHint', { time: when(state, open.expires_at) })}</p>
    </div>
    <button class="button small quiet" type="button" @click=${() => act.set({ enrolment: null })}>${icon('x')}${t('close')}</button>
  </div>`
}

function tillTable(state, act) {
  const { t } = state
  return html`<div class="scroll"><table class="dense stack">
    <thead><tr><th>${t('stall', { no: '' })}</th><th>${t('till')}</th><th>${t('state')}</th><th class="right">${t('waiting')}</th><th class="right">${t('battery')}</th><th class="right">${t('clock')}</th><th><span class="visually-hidden">${t('actions')}</span></th></tr></thead>
    <tbody>${state.data.tills.map((till) => tillRow(till, state, act))}</tbody>
  </table></div>`
}

function tillRow(till, state, act) {
  const { t } = state
  const doing = tillState(till, state.now)
  const off = Math.round((till.clock_offset_ms ?? 0) / 1000)
  return html`<tr data-till=${till.code}>
    <td data-label=${t('stall', { no: '' })}>${till.stall}</td>
    <td class="amount" data-label=${t('till')}><b>${till.code}</b></td>
    <td data-label=${t('state')}><span class="chip ${CHIPS[doing]}">${t(`state_${doing}`)}</span> <span class="hint">${till.last_seen ? t('lastSeen', { time: when(state, till.last_seen) }) : ''}</span></td>
    <td class="right amount" data-label=${t('waiting')}>${till.waiting ? `${till.waiting} · ${rupiah(till.waiting_amount)}` : '–'}${till.waiting && till.state !== 'active' ? html` <span class="hint">${t('unsentAtLast')}</span>` : nothing}</td>
    <td class="right amount" data-label=${t('battery')}>${till.battery === null ? '–' : `${till.battery} %`}</td>
    <td class="right amount" data-label=${t('clock')}>${Math.abs(off) > CLOCK_LIMIT_S ? html`<span class="chip attention">${t('clockOff', { seconds: off > 0 ? `+${off}` : off })}</span>` : '✓'}</td>
    <td class="right">${till.state === 'active' && state.me.role !== 'treasurer' ? sureButton(state, act, `revoke/${till.code}`, t('revoke'), (does) => does.revoke(till), { hint: `${unsentWords(state, till)} ${t('revokeHint')}` }) : nothing}</td>
  </tr>`
}
