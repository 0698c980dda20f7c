/** The facts that a food's label must carry, filled in by whoever knows the goods. */

import { html } from '../vendor/lit-html/lit-html.js'
import { line, titled } from './parts.js'

const PERMITS = ['P-IRT', 'BPOM_MD', 'siap_saji', 'tidak_wajib_lt7hari']

export function factsForm(product, goods, state, act) {
  const { t } = state
  const { facts } = goods
  const wide = (name, hint = '') => html`<label class="field wide">${titled(t(`fact_${name}`))}<textarea name=${name} rows="2" maxlength="500" .value=${facts[name]}></textarea>${hint ? html`<span class="hint">${hint}</span>` : ''}</label>`
  return html`<form class="card grid-form facts-form" data-facts-of=${product.sku} @submit=${(event) => save(event, product.sku, goods, act)}>
    ${wide('composition', t('compositionHint'))}
    ${wide('allergens')}
    ${line('net_weight_g', titled(t('fact_net_weight_g')), facts.net_weight_g)}
    ${line('net_volume_ml', titled(t('fact_net_volume_ml')), facts.net_volume_ml)}
    ${line('shelf_life_days', titled(t('fact_shelf_life_days')), goods.shelf_life_days ?? '', { type: 'number', min: 1, max: 3650 })}
    <label class="field">${titled(t('fact_permit_type'))}<select name="permit_type">${['', ...PERMITS, ...(facts.permit_type && !PERMITS.includes(facts.permit_type) ? [facts.permit_type] : [])].map((type) => html`<option value=${type} ?selected=${type === facts.permit_type}>${type ? t(`permit_${type}`) : '–'}</option>`)}</select></label>
    ${line('permit_no', titled(t('fact_permit_no')), facts.permit_no, { hint: t('permitHint') })}
    ${line('halal_status', titled(t('fact_halal')), facts.halal_status, { hint: t('halalHint') })}
    ${wide('storage')}
    <div class="actions">
      <button class="button primary">${t('save')}</button>
      <button class="button quiet" type="button" @click=${() => act.set({ factsOf: null })}>${t('no')}</button>
    </div>
  </form>`
}

/** Only what was changed is sent. */
function save(event, sku, { facts, shelf_life_days: days }, act) {
  event.preventDefault()
  const given = Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()]))
  const changes = Object.fromEntries(Object.entries(given).filter(([name, value]) => name in facts && value !== facts[name]))
  if (given.shelf_life_days && Number(given.shelf_life_days) !== days) changes.shelf_life_days = Number(given.shelf_life_days)
  act.run((doing) => doing.saveFacts(sku, changes), { quietly: true })
}
