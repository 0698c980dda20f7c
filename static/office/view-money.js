/** Drawers: what was counted, what moved, and the slips that go with it. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { doButton, empty, titled, when } from './parts.js'

const FIGURES = ['float', 'cash_sales', 'cash_refunds', 'cash_in', 'cash_out', 'deposits', 'cash_corrections', 'held_cash', 'unexplained_cash', 'expected', 'counted', 'difference']
const LEAVES = ['cash_refunds', 'cash_out', 'deposits'] // what goes out of the drawer, so that the column adds up

export function drawersView(state, act) {
  const { t, data } = state
  if (!data.shifts.length) return empty('wallet', t('noDrawers'))
  return html`${data.deposits?.length ? depositList(state, act) : nothing}<div class="scroll"><table class="dense stack">
    <thead><tr><th>${t('stall', { no: '' })}</th><th>${t('till')}</th><th>${t('opened')}</th><th>${t('closed')}</th><th class="right">${t('float')}</th><th class="right">${t('counted')}</th><th class="right">${t('difference')}</th><th><span class="visually-hidden">${t('actions')}</span></th></tr></thead>
    <tbody>${repeat(data.shifts, (shift) => shift.id, (shift) => shiftRows(shift, state, act))}</tbody>
  </table></div>`
}

/** Cash handed over, with the slip that both have signed. */
function depositList(state, act) {
  const { t, data, me } = state
  return html`<details class="card" data-section="deposits"><summary>${t('deposits', { n: data.deposits.length })}</summary>
    <ul class="lines">${repeat(data.deposits, (each) => each.id, (each) => html`<li>
      <span>${t('stall', { no: each.stall })} · ${each.till} · ${when(state, each.at)}<small>${[each.staff, each.second].filter(Boolean).join(' → ')}</small></span>
      <b class="amount">${rupiah(each.amount)}</b>
      ${me.role === 'treasurer' ? nothing : doButton(act, t('printSlip'), (doing) => doing.printSlip({ kind: 'deposit', of: each.id }), 'quiet')}
    </li>`)}</ul></details>`
}

function shiftRows(shift, state, act) {
  const { t } = state
  const open = state.shift?.id === shift.id
  return html`<tr data-shift=${shift.id}>
      <td data-label=${t('stall', { no: '' })}>${shift.stall}</td><td class="amount" data-label=${t('till')}><b>${shift.till}</b>${shift.flags.map((flag) => html` <span class="chip attention">${t(`flag_${flag}`)}</span>`)}</td>
      <td data-label=${t('opened')}>${when(state, shift.opened_at)} <span class="hint">${shift.opened_by ?? ''}</span></td>
      <td data-label=${t('closed')}>${shift.closed_at ? html`${t('zNumber')}${shift.z_number} · ${when(state, shift.closed_at)}` : html`<span class="chip good">${t('openNow')}</span>`}</td>
      <td class="right amount" data-label=${t('float')}>${rupiah(shift.float)}</td>
      <td class="right amount" data-label=${t('counted')}>${shift.counted === null ? '–' : rupiah(shift.counted)}</td>
      <td class="right amount" data-label=${t('difference')}>${difference(shift.difference)}</td>
      <td class="right"><button class="button small quiet" type="button" aria-expanded=${open ? 'true' : 'false'} aria-label=${`${t('drawers')} ${shift.till}`} @click=${() => act.run((doing) => doing.openShift(open ? null : shift.id), { quietly: true })}>${icon(open ? 'chevron-up' : 'chevron-down')}</button></td>
    </tr>
    ${open ? html`<tr class="opened"><td colspan="8">${shiftDetails(state.shift, state, act)}</td></tr>` : nothing}`
}

function difference(amount) {
  if (amount === null) return '–'
  return amount === 0 ? html`<span class="chip good">0</span>` : html`<span class="chip attention">${rupiah(amount)}</span>`
}

function shiftDetails(shift, { t, me }, act) {
  return html`<div class="details">
    <section><h3>${t('drawers')}</h3><ul class="lines">${FIGURES.filter((name) => shift[name] !== undefined && (shift[name] !== 0 || name === 'difference')).map((name) => html`<li><span>${t(`figure_${name}`)}</span><span class="amount">${rupiah(LEAVES.includes(name) ? -shift[name] : shift[name])}</span></li>`)}</ul></section>
    <section><h3>${t('payments')}</h3><ul class="lines">${(shift.payments ?? []).map((each) => html`<li><span>${t(`method_${each.method}`)}</span><span class="amount">${rupiah(each.amount)}</span></li>`)}</ul></section>
    ${shift.unconfirmed?.length ? html`<section><h3>${titled(t('unconfirmedPayment'))}</h3><ul class="lines">${shift.unconfirmed.map((each) => html`<li><span>${each.number} · ${t(`method_${each.method}`)}</span><span class="amount">${rupiah(each.amount)}</span></li>`)}</ul></section>` : nothing}
    ${shift.late.length ? html`<section><h3>${t('lateSales')}</h3><ul class="lines">${shift.late.map((each) => html`<li><span>${each.number ?? `${t(`cash_${each.kind}`)} · ${each.reason}`}</span><span class="amount">${rupiah(each.total ?? each.cash ?? 0)}</span></li>`)}</ul></section>` : nothing}
    ${me.role === 'treasurer' ? nothing : html`<section class="actions">${doButton(act, t(shift.closed_at ? 'printZ' : 'printX'), (doing) => doing.printSlip({ kind: 'shift', of: shift.id }))}</section>`}
  </div>`
}
