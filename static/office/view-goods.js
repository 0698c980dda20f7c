/** Goods: the notes that go with them, to print and to sign. */

import { html } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { doButton, empty, when } from './parts.js'

export function goodsView(state, act) {
  const { t, data } = state
  if (!data.deliveries) return html`<p class="loading">${t('loading')}</p>`
  return html`
    <section class="card" data-section="returns">
      <h3>${t('returnNotes')}</h3>
      ${data.returns.length ? returnTable(state, act) : empty('undo-2', t('noReturns'), t('noReturnsHint'))}
    </section>
    <section class="card" data-section="deliveries">
      <h3>${t('deliveryNotes')}</h3>
      ${data.deliveries.length ? deliveryTable(state, act) : empty('package', t('noDeliveries'), t('noDeliveriesHint'))}
    </section>`
}

function deliveryTable(state, act) {
  const { t } = state
  return html`<div class="scroll"><table class="dense stack">
    <thead><tr><th>${t('soldAt')}</th><th>${t('facility')}</th><th>${t('stall', { no: '' })}</th><th class="right">${t('pieces')}</th><th><span class="visually-hidden">${t('actions')}</span></th></tr></thead>
    <tbody>${repeat(state.data.deliveries, (note) => note.id, (note) => html`<tr>
      <td data-label=${t('soldAt')}>${when(state, note.at)}</td>
      <td data-label=${t('facility')}><b>${note.facility_name}</b></td>
      <td data-label=${t('stall', { no: '' })}>${note.stall}</td>
      <td class="right amount" data-label=${t('pieces')}>${t('piecesOf', note)}</td>
      <td class="right">${print(state, act, { kind: 'delivery', of: note.id })}</td>
    </tr>`)}</tbody></table></div>`
}

function returnTable(state, act) {
  const { t } = state
  return html`<div class="scroll"><table class="dense stack">
    <thead><tr><th>${t('facility')}</th><th>${t('stall', { no: '' })}</th><th class="right">${t('pieces')}</th><th><span class="visually-hidden">${t('actions')}</span></th></tr></thead>
    <tbody>${state.data.returns.map((back) => html`<tr>
      <td data-label=${t('facility')}><b>${back.facility_name}</b></td>
      <td data-label=${t('stall', { no: '' })}>${back.stall}</td>
      <td class="right amount" data-label=${t('pieces')}>${t('piecesOf', back)}</td>
      <td class="right">${print(state, act, { kind: 'return', facility: back.facility, stall: back.stall })}</td>
    </tr>`)}</tbody></table></div>`
}

const print = ({ t, me }, act, slip) => (me.role === 'treasurer' ? '' : doButton(act, t('printNote'), (doing) => doing.printSlip(slip)))
