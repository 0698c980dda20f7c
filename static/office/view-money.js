/** Sales and drawers: what happened at a stall, what was counted. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { choice, doButton, empty, when } from './parts.js'

const PRINTABLE = ['printed', 'sent', 'failed', 'cancelled']
const FIGURES = ['float', 'cash_sales', 'cash_refunds', 'cash_in', 'cash_out', 'deposits', 'cash_corrections', 'held_cash', 'unexplained_cash', 'expected', 'counted', 'difference']

// Sales ----------------------------------------------------------------------------------------------

export function salesView(state, act) {
  const { t } = state
  const stalls = state.data.stalls.map((stall) => [stall.no, `${stall.no} · ${stall.name}`])
  return html`
    ${state.me.role === 'lead' ? nothing : html`<form class="inline">${choice('stall', t('stall', { no: '' }).trim(), stalls, state.salesOf ?? '', (no) => act.run((doing) => doing.lookAtStall(no), { quietly: true }))}</form>`}
    ${state.sales.length ? saleTable(state, act) : empty('receipt', t('noSales'))}`
}

function saleTable(state, act) {
  const { t } = state
  return html`<div class="scroll"><table class="dense">
    <thead><tr><th>${t('number')}</th><th>${t('soldAt')}</th><th class="right">${t('total')}</th><th>${t('flags')}</th><th><span class="visually-hidden">${t('actions')}</span></th></tr></thead>
    <tbody>${repeat(state.sales, (sale) => sale.id, (sale) => saleRows(sale, state, act))}</tbody>
  </table></div>`
}

function saleRows(sale, state, act) {
  const { t } = state
  const open = state.sale?.id === sale.id
  return html`<tr data-sale=${sale.number}>
      <td class="amount"><b>${sale.number}</b></td>
      <td>${when(state, sale.sold_at)}</td>
      <td class="right amount">${rupiah(sale.total)}</td>
      <td>${flags(sale.flags, t)}</td>
      <td class="right"><button class="button small quiet" type="button" aria-expanded=${open ? 'true' : 'false'} aria-label=${`${t('lines')} ${sale.number}`} @click=${() => act.run((doing) => doing.openSale(open ? null : sale.id), { quietly: true })}>${icon(open ? 'chevron-up' : 'chevron-down')}</button></td>
    </tr>
    ${open ? html`<tr class="opened"><td colspan="5">${saleDetails(state.sale, state, act)}</td></tr>` : nothing}`
}

const flags = (all, t) => all.map((flag) => html`<span class="chip ${flag === 'no_shift' ? '' : 'attention'}">${t(`flag_${flag}`)}</span> `)

function saleDetails(sale, state, act) {
  const { t } = state
  return html`<div class="details">
    <section><h3>${t('lines')}</h3><ul class="lines">${sale.lines.map((each) => html`<li><span>${each.quantity} × ${state.language === 'en' ? each.name_en : each.name}<small>${each.facility_name}</small></span><span class="amount">${rupiah(each.amount)}</span></li>`)}
      ${sale.rounding ? html`<li><span>±</span><span class="amount">${rupiah(sale.rounding)}</span></li>` : nothing}</ul></section>
    <section><h3>${t('payments')}</h3><ul class="lines">${sale.payments.map((each) => html`<li><span>${t(`method_${each.method}`)} ${each.reference ?? ''} ${each.state === 'unconfirmed' ? html`<span class="chip attention">${t('unconfirmedPayment')}</span>` : nothing}</span><span class="amount">${rupiah(each.amount)}</span></li>`)}</ul></section>
    ${sale.refunds.length ? html`<section><h3>${t('refunds')}</h3><ul class="lines">${sale.refunds.map((each) => html`<li><span>${each.number} · ${each.reason}</span><span class="amount">${rupiah(-each.amount)}</span></li>`)}</ul></section>` : nothing}
    <section><h3>${t('papers')}</h3><ul class="lines">${(sale.print_jobs ?? []).map((job) => jobLine(job, state, act))}</ul>
      <p><a href=${`/api/v1/sales/${sale.id}/receipt?format=png`} target="_blank" rel="noopener">${t('showReceipt')}</a></p></section>
  </div>`
}

function jobLine(job, { t, me }, act) {
  const again = job.copy === 0 && PRINTABLE.includes(job.state) && me.role !== 'treasurer'
  return html`<li><span>${t(`paper_${job.kind}`)}${job.copy ? ` ${job.copy}` : ''} · ${t(`job_${job.state}`)}</span>
    ${again ? doButton(act, t('copy'), (doing) => doing.copyJob(job.id)) : nothing}</li>`
}

// Drawers --------------------------------------------------------------------------------------------

export function drawersView(state, act) {
  const { t, data } = state
  if (!data.shifts.length) return empty('wallet', t('noDrawers'))
  return html`<div class="scroll"><table class="dense">
    <thead><tr><th>${t('stall', { no: '' })}</th><th>${t('till')}</th><th>${t('opened')}</th><th>${t('closed')}</th><th class="right">${t('float')}</th><th class="right">${t('counted')}</th><th class="right">${t('difference')}</th><th><span class="visually-hidden">${t('actions')}</span></th></tr></thead>
    <tbody>${repeat(data.shifts, (shift) => shift.id, (shift) => shiftRows(shift, state, act))}</tbody>
  </table></div>`
}

function shiftRows(shift, state, act) {
  const { t } = state
  const open = state.shift?.id === shift.id
  return html`<tr data-shift=${shift.id}>
      <td>${shift.stall}</td><td class="amount"><b>${shift.till}</b></td>
      <td>${when(state, shift.opened_at)} <span class="hint">${shift.opened_by ?? ''}</span></td>
      <td>${shift.closed_at ? html`${t('zNumber')}${shift.z_number} · ${when(state, shift.closed_at)}` : html`<span class="chip good">${t('openNow')}</span>`}</td>
      <td class="right amount">${rupiah(shift.float)}</td>
      <td class="right amount">${shift.counted === null ? '–' : rupiah(shift.counted)}</td>
      <td class="right amount">${difference(shift.difference)}</td>
      <td class="right"><button class="button small quiet" type="button" aria-expanded=${open ? 'true' : 'false'} aria-label=${`${t('drawers')} ${shift.till}`} @click=${() => act.run((doing) => doing.openShift(open ? null : shift.id), { quietly: true })}>${icon(open ? 'chevron-up' : 'chevron-down')}</button></td>
    </tr>
    ${open ? html`<tr class="opened"><td colspan="8">${shiftDetails(state.shift, state)}</td></tr>` : nothing}`
}

function difference(amount) {
  if (amount === null) return '–'
  return amount === 0 ? html`<span class="chip good">0</span>` : html`<span class="chip attention">${rupiah(amount)}</span>`
}

function shiftDetails(shift, { t }) {
  return html`<div class="details">
    <section><h3>${t('drawers')}</h3><ul class="lines">${FIGURES.filter((name) => shift[name] !== undefined && (shift[name] !== 0 || name === 'difference')).map((name) => html`<li><span>${t(`figure_${name}`)}</span><span class="amount">${rupiah(shift[name])}</span></li>`)}</ul></section>
    <section><h3>${t('payments')}</h3><ul class="lines">${shift.payments.map((each) => html`<li><span>${t(`method_${each.method}`)}</span><span class="amount">${rupiah(each.amount)}</span></li>`)}</ul></section>
    ${shift.late.length ? html`<section><h3>${t('lateSales')}</h3><ul class="lines">${shift.late.map((each) => html`<li><span>${each.number}</span><span class="amount">${rupiah(each.total ?? each.cash ?? 0)}</span></li>`)}</ul></section>` : nothing}
  </div>`
}
