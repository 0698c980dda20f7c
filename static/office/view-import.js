/** A tablet's saved file is taken in: what became of every row, first those that somebody has to look at. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { rupiah } from '../shared/money.js'
import { counted, remarkable } from './tablets.js'

const CHIPS = { accepted: 'good', duplicate: '', held: 'attention', waiting: 'attention', rejected: 'bad' }

export function importSection(state, act) {
  const { t } = state
  const take = (event) => {
    const [file] = event.target.files
    event.target.value = '' // the same file may be taken in once more
    if (file) act.run((doing) => doing.importOutbox(file))
  }
  return html`<section class="card" data-section="import">
    <h3>${t('importOutbox')}</h3>
    <p class="hint">${t('importHint')}</p>
    <label class="field"><span class="visually-hidden">${t('importOutbox')}</span><input type="file" name="outbox" accept="application/json,.json" @change=${take}></label>
    ${state.imported ? result(state.imported, state) : nothing}
  </section>`
}

function result({ name, rows }, state) {
  const { t } = state
  const strange = remarkable(rows)
  return html`<div class="imported">
    <h4>${t('importResult', { name })}</h4>
    <p>${t('imported', counted(rows))}</p>
    ${strange.length ? table(strange, state) : nothing}
    ${strange.some((row) => row.status === 'waiting') ? html`<p class="notice attention"><span>${t('importLater')}</span></p>` : nothing}
    ${rows.length > strange.length ? html`<details><summary>${t('importAll', { count: rows.length })}</summary>${table(rows, state)}</details>` : nothing}
  </div>`
}

const table = (rows, { t, language }) => html`<div class="scroll"><table class="dense stack">
  <thead><tr><th>${t('what')}</th><th>${t('number')}</th><th class="right">${t('total')}</th><th>${t('result')}</th></tr></thead>
  <tbody>${rows.map((row) => html`<tr data-row=${row.kind} data-status=${row.status}>
    <td data-label=${t('what')}>${t(`row_${row.kind}`)}</td>
    <td class="amount" data-label=${t('number')}>${row.number ?? row.till ?? '–'}</td>
    <td class="right amount" data-label=${t('total')}>${row.amount === null ? '–' : rupiah(row.amount)}</td>
    <td data-label=${t('result')}><span class="chip ${CHIPS[row.status]}">${t(`row_${row.status}`)}</span> <span class="why">${why(row, t, language)}</span></td>
  </tr>`)}</tbody>
</table></div>`

const why = ({ detail, detail_en: english, reasons = [] }, t, language) =>
  detail ? (language === 'en' ? english : detail) : reasons.map((reason) => t(`reason_${reason}`)).join(' ')
