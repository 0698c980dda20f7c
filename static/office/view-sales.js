/** Sales of all stalls: found by number, looked at with their receipt, and what became of each paper. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { isBalance } from '../shared/balance.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { choice, doButton, empty, fieldsOf, line, sureButton, when } from './parts.js'

const PRINTABLE = ['printed', 'sent', 'failed', 'cancelled', 'unconfirmed']
const HOLDS = { late: 'lateHint', stale: 'staleHint', restored: 'restoredHint' }

export function salesView(state, act) {
  const { t } = state
  return html`
    ${filters(state, act)}
    ${state.salesLoading && !state.sales.length ? html`<p class="loading">${t('loading')}</p>`
      : state.sales.length ? saleTable(state, act)
        : state.problem ? html`<p>${doButton(act, t('tryAgain'), (doing) => doing.lookAtSales(), 'primary')}</p>`
        : empty('receipt', t(state.salesFilter.number || state.salesFilter.stall ? 'noSuchSale' : 'noSales'))}
    ${state.sales.length && !state.salesEnded ? html`<p>${doButton(act, t('olderSales'), (doing) => doing.moreSales(), 'quiet')}</p>` : nothing}`
}

function filters(state, act) {
  const { t, salesFilter } = state
  const stalls = state.data.stalls.map((stall) => [stall.no, `${stall.no} · ${stall.name}`])
  const look = (filter) => act.run((doing) => doing.lookAtSales(filter), { quietly: true })
  return html`<form class="inline filters" data-section="sales-filter" @submit=${(event) => { event.preventDefault(); look({ number: event.target.elements.number.value.trim() }) }}>
    <label class="field grow">${t('searchNumber')}<input type="search" name="number" .value=${salesFilter.number} placeholder="07A-0123" autocomplete="off" @search=${(event) => look({ number: event.target.value.trim() })}></label>
    ${state.me.role === 'lead' ? nothing : choice('stall', t('stall', { no: '' }).trim(), [['', t('allStalls')], ...stalls], salesFilter.stall, (stall) => look({ stall }))}
    <button class="button small">${icon('search')}${t('find')}</button>
  </form>`
}

function saleTable(state, act) {
  const { t } = state
  return html`<div class="scroll"><table class="dense stack">
    <thead><tr><th>${t('number')}</th><th>${t('soldAt')}</th><th class="right">${t('total')}</th><th>${t('flags')}</th><th><span class="visually-hidden">${t('actions')}</span></th></tr></thead>
    <tbody>${repeat(state.sales, (sale) => sale.id, (sale) => saleRows(sale, state, act))}</tbody>
  </table></div>`
}

function saleRows(sale, state, act) {
  const { t } = state
  const open = state.sale?.id === sale.id
  return html`<tr data-sale=${sale.number}>
      <td class="amount" data-label=${t('number')}><b>${sale.number}</b></td>
      <td data-label=${t('soldAt')}>${when(state, sale.sold_at)}</td>
      <td class="right amount" data-label=${t('total')}>${rupiah(sale.total)}${sale.refunded ? html`<small>${rupiah(-sale.refunded)} ${t('refunded')}</small>` : nothing}</td>
      <td data-label=${t('flags')}>${marks(sale, t)}</td>
      <td class="right"><button class="button small quiet" type="button" aria-expanded=${open ? 'true' : 'false'} aria-label=${`${t('lines')} ${sale.number}`} @click=${() => act.run((doing) => doing.openSale(open ? null : sale.id), { quietly: true })}>${icon(open ? 'chevron-up' : 'chevron-down')}</button></td>
    </tr>
    ${open ? html`<tr class="opened"><td colspan="5">${saleDetails(state.sale, state, act)}</td></tr>` : nothing}`
}

const wayOf = (payment) => (isBalance(payment) ? 'balance' : payment.method)
const marksOf = ({ flags }, t) => (flags ?? []).map((flag) => html`<span class="chip attention">${t(`flag_${flag}`)}</span> `)

const marks = (sale, t) => html`${sale.unconfirmed ? html`<span class="chip attention">${t('unconfirmedPayment')}</span> ` : nothing}${sale.flags.map((flag) => html`<span class="chip ${flag === 'no_shift' ? '' : 'attention'}">${t(`flag_${flag}`)}</span> `)}`

function saleDetails(sale, state, act) {
  const { t } = state
  const corrected = sale.payment_corrections.at(-1)
  return html`<div class="details">
    <section><h3>${t('lines')}</h3><ul class="lines">${sale.lines.map((each) => html`<li><span>${each.quantity} × ${state.language === 'en' ? each.name_en : each.name}<small>${each.facility_name}</small></span><span class="amount">${rupiah(each.amount)}</span></li>`)}
      ${sale.rounding ? html`<li><span>${t('rounding')}</span><span class="amount">${rupiah(sale.rounding)}</span></li>` : nothing}</ul></section>
    <section><h3>${t('payments')}</h3><ul class="lines">${sale.payments.map((each, place) => payment(each, place + 1, sale, state, act))}</ul>
      ${corrected ? html`<p class="hint">${t('paidOtherwise', { how: corrected.payments.map((each) => `${t(`method_${wayOf(each)}`)} ${rupiah(each.amount)}`).join(', ') })} ${marksOf(corrected, t)}</p>` : nothing}</section>
    ${sale.refunds.length ? html`<section><h3>${t('refunds')}</h3><ul class="lines">${sale.refunds.map((each) => html`<li><span>${each.number} · ${each.reason}</span><span class="amount">${rupiah(-each.amount)}</span></li>`)}</ul></section>` : nothing}
    <section data-section="papers"><h3>${t('papers')}</h3><ul class="papers">${(sale.print_jobs ?? []).map((job) => jobLine(job, sale, state, act))}</ul></section>
    ${state.me.role === 'treasurer' ? nothing : kuitansiForm(sale, state, act)}
    <section class="receipt-picture"><h3>${t('paper_receipt')}</h3><a href=${`/api/v1/sales/${sale.id}/receipt?format=pdf`} target="_blank" rel="noopener"><img src=${`/api/v1/sales/${sale.id}/receipt?format=png`} alt=${`${t('paper_receipt')} ${sale.number}`} loading="lazy"></a></section>
  </div>`
}

function payment(each, position, sale, { t }, act) {
  const unsure = each.state === 'unconfirmed' && !isBalance(each) && !sale.payment_corrections.some(({ kind }) => kind === 'correction')
  return html`<li><span>${t(`method_${wayOf(each)}`)} ${isBalance(each) ? '' : each.reference ?? ''} ${unsure ? html`<span class="chip attention">${t('unconfirmedPayment')}</span>` : nothing}</span>
    <span class="amount">${rupiah(each.amount)}</span>
    ${unsure ? doButton(act, t('hasArrived'), (doing) => doing.confirmPayment(sale.id, position)) : nothing}</li>`
}

/** One paper: how it stands, what that means, and what a person can do. */
function jobLine(job, sale, state, act) {
  const { t, me } = state
  const may = me.role !== 'treasurer'
  return html`<li data-job=${job.state}>
    <p><b>${t(`paper_${job.kind}`)}${job.copy ? ` ${job.copy}` : ''}</b> · ${t(`job_${job.state}`)} ${job.printer ? html`<span class="hint">${job.printer}</span>` : nothing}</p>
    ${hintOf(job, t)}
    ${may ? html`<div class="actions">${choicesFor(job, sale, state, act)}</div>` : nothing}</li>`
}

function hintOf(job, t) {
  if (job.state === 'unconfirmed') return html`<p class="hint">${t('lookAtPaper')}</p>`
  if (job.state === 'failed') return html`<p class="hint">${t(job.error === 'not_on_paper' ? 'failure_not_on_paper' : 'failure_other')}</p>`
  if (job.state !== 'queued') return nothing
  if (HOLDS[job.hold]) return html`<p class="hint">${t(HOLDS[job.hold])}</p>`
  if (job.error === 'no_printer') return html`<p class="hint">${t('waitsForPrinter')}</p>`
  return html`<p class="hint">${t(job.hold ? `blocked_${job.hold}` : 'comesByItself')}</p>`
}

function choicesFor(job, sale, state, act) {
  const { t } = state
  const again = (does) => async (doing) => {
    const said = await does(doing)
    await doing.openSale(sale.id)
    return said
  }
  const held = job.state === 'queued' && HOLDS[job.hold]
  return html`
    ${job.state === 'unconfirmed' ? html`${doButton(act, t('onPaper'), again((doing) => doing.confirmJob(job.id, true)), 'primary')}${doButton(act, t('notOnPaper'), again((doing) => doing.confirmJob(job.id, false)))}` : nothing}
    ${held ? html`${doButton(act, t('release'), again((doing) => doing.releaseJob(job.id)), 'primary')}${sureButton(state, act, `drop/${job.id}`, t('drop'), again((doing) => doing.dropJob(job.id)))}` : nothing}
    ${job.copy === 0 && job.kind !== 'drawer' && PRINTABLE.includes(job.state) ? doButton(act, t('copy'), again((doing) => doing.copyJob(job.id))) : nothing}`
}

/** For offices that must book what they bought. */
function kuitansiForm(sale, { t }, act) {
  const print = (event) => {
    event.preventDefault()
    const { received_from: name, purpose, anew } = fieldsOf(event.target)
    act.run((doing) => doing.printSlip({ kind: 'kuitansi', of: sale.id, received_from: name.trim() || null, purpose: purpose.trim() || null, anew: anew === 'on' }))
  }
  return html`<section><details><summary>${t('kuitansi')}</summary><form class="grid-form" data-section="kuitansi" @submit=${print}>
    ${line('received_from', t('receivedFrom'), '', { hint: t('receivedFromHint') })}
    ${line('purpose', t('purpose'))}
    <label class="check"><input type="checkbox" name="anew"> ${t('kuitansiAnew')}</label>
    <div class="actions"><button class="button small primary">${icon('printer')}${t('printKuitansi')}</button></div>
  </form></details></section>`
}
