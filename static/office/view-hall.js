/** Before the doors open: every stall prints a code, every stall's tablet scans it, and here it shows who has. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { doButton, sureButton, when } from './parts.js'

export function hallSection(state, act) {
  const { t, hallCheck } = state
  return html`
    <section class="card" data-section="hall-check">
      <h3>${t('hallCheck')}</h3>
      <p class="hint">${t('hallCheckHint')}</p>
      <div class="actions">
        ${sureButton(state, act, 'hall', t('hallCheckStart'), (doing) => doing.startHallCheck(), { kind: '' })}
        ${doButton(act, t('hallCheckLook'), (doing) => doing.readHallCheck(), 'quiet')}
      </div>
      ${hallCheck ? resultView(state, hallCheck) : nothing}
    </section>`
}

function resultView(state, { seen, started_at: startedAt, printers }) {
  const { t } = state
  return html`
    <p><b>${t('hallCheckSeen', { seen, all: printers.length })}</b> · ${when(state, startedAt)}</p>
    <ul class="lines">${repeat(printers, (row) => row.printer, (row) => html`
      <li><span>${t('stall', { no: row.stall })} · ${row.printer}</span>
        <span>${row.seen_at ? html`${icon('circle-check')} ${when(state, row.seen_at)}` : html`${icon('clock')} ${t('hallCheckWaits')}`}</span></li>`)}</ul>`
}
