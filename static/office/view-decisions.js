/** Decisions first: what waits for a person, with what happened, what is safe, and what to do. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { needsLines, sumOfLines } from './decisions.js'
import { doButton, empty, sureButton, when } from './parts.js'
import { filterView, settledView } from './view-settled.js'

const ICONS = { help: 'life-buoy', heldTogether: 'lock', held: 'lock', rejected: 'ban', twice: 'sparkles', refund: 'history', unconfirmed: 'circle-help', failed: 'printer', printer: 'printer', late: 'clock', silent: 'wifi-off', labels: 'tag' }

export function decisionsView(state, act) {
  return html`${filterView(state, act)}${state.settled ? settledView(state) : waitingView(state, act)}`
}

function waitingView(state, act) {
  const { t } = state
  if (!state.decisions.length) return empty('circle-check', t('nothing'), t('nothingHint'))
  return html`<ul class="decisions">${repeat(state.decisions, (each) => `${each.kind}/${each.key}`, (each) => decision(each, state, act))}</ul>`
}

function decision(each, state, act) {
  const { t } = state
  const place = [each.stall ? t('stall', { no: each.stall }) : null, each.at ? when(state, each.at) : null].filter(Boolean).join(' · ')
  return html`<li class="decision card" data-kind=${each.kind} data-key=${each.key}>
    <header>${icon(ICONS[each.kind])}<h3>${t(`kind_${each.kind === 'heldTogether' ? 'held' : each.kind}`, each.data)}</h3><span class="where">${place}</span></header>
    ${BODIES[each.kind](each.data, state, act)}
  </li>`
}

const BODIES = { help, heldTogether, held, rejected, twice, refund, unconfirmed, failed, printer, late, silent, labels }

function help(call, { t }, act) {
  return html`<p><b class="amount">${call.till}</b> ${call.staff ? `· ${call.staff}` : ''} ${call.reason ? `· ${call.reason}` : ''}</p>
    <div class="actions">${doButton(act, t('answered'), (doing) => doing.answerHelp(call.till), 'primary')}</div>`
}

/** Every sale stands; people find out which buyer has the piece, and refund the others at their stalls. */
function twice(pair, state) {
  return html`<p><b>${nameOf(state, pair.sku)}</b> · <span class="amount">${pair.piece}</span></p>
    <ul class="lines">${pair.sales.map((sale) => html`<li><b class="amount">${sale.number}</b><span>${state.t('stall', { no: sale.stall })} · ${when(state, sale.sold_at)}</span></li>`)}</ul>
    <p class="hint">${state.t(pair.sales.length > 2 ? 'twiceHintMany' : 'twiceHint', { count: pair.sales.length })}</p>`
}

/** One decision about all that is held only because its till is unknown or revoked. */
function heldTogether({ till, sales, total }, state, act) {
  const { t, me } = state
  const accept = (event) => {
    event.preventDefault()
    const reason = event.target.elements.reason.value
    act.run((doing) => doing.acceptAll(till, reason))
  }
  return html`<p>${t('heldTogether', { till, count: sales.length, amount: rupiah(total) })}</p>
    <p class="hint">${t('heldTogetherHint')}</p>
    ${me.role === 'organiser' ? html`<form class="decide" @submit=${accept}>
      <label class="field">${t('why')}<input name="reason" required maxlength="300" autocomplete="off"></label>
      <div class="actions"><button class="button small primary">${icon('check')}${t('acceptAll', { till })}</button></div>
    </form>` : nothing}
    <details><summary>${t('oneByOne', { count: sales.length })}</summary>
      <ul class="decisions">${repeat(sales, (sale) => sale.held_id, (sale) => html`<li class="decision card" data-kind="held" data-key=${sale.held_id}>${held(sale, state, act)}</li>`)}</ul></details>`
}

// A held sale -----------------------------------------------------------------------------------------

function held(sale, state, act) {
  const { t } = state
  const lines = state.lines.get(sale.held_id) ?? sale.document.lines
  return html`
    <p><b class="amount">${sale.number}</b> · <b class="amount">${rupiah(sale.total)}</b> · ${sale.till}</p>
    ${sale.reasons.map((reason) => html`<p>${t(`reason_${reason}`)}</p>`)}
    <p class="hint">${t('heldSafe')}</p>
    ${state.me.role === 'organiser' ? heldForm(sale, lines, state, act) : nothing}`
}

function heldForm(sale, lines, state, act) {
  const { t } = state
  const decide = (decision) => (event) => {
    const form = event.target.closest('form')
    if (form.reportValidity()) act.run((doing) => doing.decide(sale, decision, form.elements.reason.value, needsLines(sale) ? lines : null))
  }
  return html`<form class="decide" @submit=${(event) => event.preventDefault()}>
    ${needsLines(sale) ? lineEditor(sale, lines, state, act) : html`<details><summary>${t('lines')}</summary>${lineList(lines, state)}</details>`}
    <label class="field">${t('why')}<input name="reason" required maxlength="300" autocomplete="off"></label>
    <div class="actions">
      <button class="button small primary" type="button" @click=${decide('accept')}>${icon('check')}${t('accept')}</button>
      <button class="button small danger" type="button" @click=${decide('reject')}>${icon('x')}${t('reject')}</button>
    </div>
  </form>`
}

const nameOf = (state, sku) => state.products.get(sku)?.name ?? sku

const lineList = (lines, state) => html`<ul class="lines">${lines.map((each) => html`<li><span>${each.quantity} × ${nameOf(state, each.sku)}</span><span class="amount">${rupiah(each.quantity * each.unit_price - (each.discount ?? 0))}</span></li>`)}</ul>`

function lineEditor(sale, lines, state, act) {
  const { t } = state
  const change = (index, field) => (event) => {
    const value = field === 'sku' ? event.target.value.trim() : Math.max(0, Math.trunc(Number(event.target.value)))
    act.editLines(sale.held_id, lines.map((each, i) => (i === index ? { ...each, [field]: value } : each)))
  }
  const sum = sumOfLines(lines, sale.document.rounding)
  const right = sum === sale.total && lines.every((each) => state.products.has(each.sku))
  const field = (each, index, name, type) => html`<td class=${name}><input aria-label=${t(LABELS[name])} type=${type} list=${name === 'sku' ? 'skus' : nothing} .value=${String(each[name] ?? 0)} @change=${change(index, name)}></td>`
  return html`<div class="scroll"><table class="dense editor">
      <caption>${t('correctLines', { total: rupiah(sale.total) })}</caption>
      <thead><tr><th>${t('sku')}</th><th>${t('quantity')}</th><th>${t('price')}</th><th>${t('discount')}</th></tr></thead>
      <tbody>${lines.map((each, index) => html`<tr>${field(each, index, 'sku', 'text')}${field(each, index, 'quantity', 'number')}${field(each, index, 'unit_price', 'number')}${field(each, index, 'discount', 'number')}</tr>`)}</tbody>
    </table></div>
    <datalist id="skus">${[...state.products.values()].map((product) => html`<option value=${product.sku}>${product.name}</option>`)}</datalist>
    <p class="hint amount">${t('linesSum', { sum: rupiah(sum) })} ${right ? icon('check') : icon('triangle-alert')}</p>`
}

const LABELS = { sku: 'sku', quantity: 'quantity', unit_price: 'price', discount: 'discount' }

// Everything else --------------------------------------------------------------------------------------

function rejected(sale, { t, me }, act) {
  const done = (event) => {
    event.preventDefault()
    const reason = event.target.elements.reason.value
    act.run((doing) => doing.putAway(sale.till, sale.id, reason))
  }
  return html`<p><b class="amount">${sale.number ?? sale.id}</b> · ${sale.till} · ${sale.detail ?? sale.code}</p>
    <p class="hint">${t('rejectedHint')}</p>
    ${sale.document ? html`<details><summary>${t('showDocument')}</summary><pre>${JSON.stringify(sale.document, null, 2)}</pre></details>` : nothing}
    ${sale.id && me.role !== 'treasurer' ? html`<form class="inline put-away" @submit=${done}>
      <label class="field">${t('putAwayWhy')}<input name="reason" required maxlength="300" autocomplete="off"></label>
      <button class="button small">${icon('check')}${t('putAway')}</button>
    </form>` : nothing}`
}

function refund(data, { t }, act) {
  return html`<p>${t('refundBy', { sale: data.sale_number, amount: rupiah(data.amount) })} · ${data.reason}</p>
    <div class="actions">${doButton(act, t('approve'), (doing) => doing.approveRefund(data.id), 'primary')}</div>`
}

const jobName = (job) => html`<p><b class="amount">${job.number ?? job.subject}</b> · ${job.printer ?? '–'}</p>`

function unconfirmed(job, state, act) {
  const { t } = state
  if (job.kind === 'label') return unconfirmedLabels(job, t, act)
  return html`${jobName(job)}<p>${t('lookAtPaper')}</p>
    <div class="actions">
      ${doButton(act, t('onPaper'), (doing) => doing.confirmJob(job.id, true), 'primary')}
      ${doButton(act, t('notOnPaper'), (doing) => doing.confirmJob(job.id, false))}
    </div>`
}

function unconfirmedLabels(job, t, act) {
  const goOn = (event) => {
    event.preventDefault()
    const last = Number(event.target.elements.last.value)
    act.run((doing) => doing.continueLabels(job.id, last))
  }
  return html`${jobName(job)}<p>${t('lookAtLabels')}</p>
    <form class="inline" @submit=${goOn}>
      <label class="field">${t('lastLabel')}<input name="last" type="number" min="0" required></label>
      <button class="button small primary">${t('continueLabels')}</button>
      ${doButton(act, t('allOnPaper'), (doing) => doing.confirmJob(job.id, true))}
    </form>`
}

function failed(job, state, act) {
  const { t } = state
  const cause = FAILURES.includes(job.error) ? t(`failure_${job.error}`) : t('failure_other')
  return html`${jobName(job)}<p>${cause}</p>
    <div class="actions">
      ${['label', 'test'].includes(job.kind) ? nothing : doButton(act, t('copy'), (doing) => doing.copyJob(job.id), 'primary')}
      ${sureButton(state, act, `drop/${job.id}`, t('drop'), (doing) => doing.dropJob(job.id))}
    </div>`
}

const FAILURES = ['cannot_be_printed', 'not_on_paper']

function late(job, state, act) {
  const { t } = state
  return html`${jobName(job)}<p>${t(job.hold === 'restored' ? 'restoredHint' : job.hold === 'stale' ? 'staleHint' : 'lateHint')}</p>
    <div class="actions">
      ${doButton(act, t('release'), (doing) => doing.releaseJob(job.id), 'primary')}
      ${sureButton(state, act, `drop/${job.id}`, t('drop'), (doing) => doing.dropJob(job.id))}
    </div>`
}

function printer(data, { t, language }) {
  const reason = (language === 'en' ? data.reason_en : data.reason) ?? t(`printer_${data.state}`)
  return html`<p><b>${data.name}</b> · ${t(`printer_${data.state}`)}</p><p>${reason}</p>
    ${data.waiting ? html`<p class="hint">${t('waitingJobs', { count: data.waiting })}</p>` : nothing}`
}

function silent(till, state) {
  const { t } = state
  return html`<p><b class="amount">${till.code}</b> · ${t('lastSeen', { time: when(state, till.last_seen) })}</p>
    <p>${t('silentHint', { count: till.waiting, amount: rupiah(till.waiting_amount) })}</p>`
}

function labels(_, { t }) {
  return html`<p>${t('reprintHint')}</p>
    <div class="actions"><a class="button small primary" href="#labels">${t('openLabels')}</a></div>`
}
