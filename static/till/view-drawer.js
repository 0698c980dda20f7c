/** Opening, using and closing the drawer. The expected sum is shown only after the count. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { dayHourText } from '../shared/clock.js'
import { rupiah } from '../shared/money.js'
import { DENOMINATIONS, countedTotal } from './count.js'
import { isRefused } from './documents.js'
import { lastCount } from './shifts.js'
import { sendNowView } from './view-sending.js'

const STEPS = { closed: openingView, open: openView, cash: cashView, report: reportView, count: closingView, done: doneView }
const KINDS = ['in', 'out', 'deposit']
const ALWAYS = ['float', 'cash_sales']
const REPORTED = ['float', 'cash_sales', 'cash_refunds', 'cash_in', 'cash_out', 'deposits', 'held_cash', 'cash_corrections', 'unexplained_cash']

export function drawerView(state, act) {
  const { drawer } = state
  return html`
    ${drawer.problem ? html`<p class="notice bad" role="alert">${icon('circle-alert')}<span>${drawer.problem}</span></p>` : nothing}
    ${STEPS[drawer.step](state, act)}
  `
}

function openingView(state, act) {
  const { t, drawer } = state
  return html`
    ${lastCountView(state)}
    <form class="counting" @submit=${act.openShift}>
      <p class="hint">${t('float_hint')}</p>
      ${countView(t, drawer, act)}
      <p class="entry"><span>${t('float')}</span><strong class="amount">${rupiah(countedTotal(drawer.counted))}</strong></p>
      <button class="button primary accept" ?disabled=${drawer.busy}>${t('open_shift')}</button>
    </form>
  `
}

/** The count before: still on its way, or what it came to. */
function lastCountView({ t, entries, language, timezone }) {
  const count = lastCount(entries)
  if (!count || isRefused(count)) return nothing
  const time = dayHourText(count.made_at, language, timezone)
  if (count.state === 'waiting') return html`<p class="notice attention">${icon('clock')}<span>${t('count_waits', { time })}</span></p>`
  const { z_number: n, difference } = count.answer
  return html`<p class="hint last-count">${t('last_count', { time, n })} · ${t(differenceWord(difference))} <span class="amount">${rupiah(Math.abs(difference))}</span></p>`
}

function countView(t, drawer, act) {
  return html`<div class="denominations">${DENOMINATIONS.map((value) => html`
    <label><span class="amount">${rupiah(value)}</span>
      <input name=${`count-${value}`} inputmode="numeric" autocomplete="off" maxlength="5" placeholder="0" .value=${String(drawer.counted[value] ?? '')}
        aria-label=${t('pieces_of', { value: rupiah(value) })} @input=${(event) => act.count(value, event.target.value)}>
      <span class="amount sum">${drawer.counted[value] ? rupiah(value * drawer.counted[value]) : ''}</span></label>`)}</div>`
}

function openView(state, act) {
  const { t, shift, language, timezone } = state
  if (!shift) return nothing
  return html`
    <p>${t('shift_since', { time: dayHourText(new Date(shift.opened_at), language, timezone), till: shift.till, float: rupiah(shift.float) })}</p>
    <div class="menu-list">
      <button class="button" data-step="cash" @click=${() => act.goTo('cash')}>${icon('wallet')}${t('cash_in_out')}</button>
      <button class="button" data-step="report" @click=${act.readReport}>${icon('file-text')}${t('x_report')}</button>
      <button class="button primary" data-step="count" @click=${() => act.goTo('count')}>${icon('lock')}${t('close_shift')}</button>
    </div>
  `
}

function cashView({ t, drawer }, act) {
  return html`
    <form class="counting" @submit=${act.moveCash}>
      <div class="methods" role="group" aria-label=${t('cash_in_out')}>${KINDS.map((kind) => html`
        <button type="button" class="method" data-kind=${kind} aria-pressed=${drawer.kind === kind} @click=${() => act.chooseKind(kind)}>${t(`cash_${kind}`)}</button>`)}</div>
      <label class="field"><span>${t('amount')}</span>
        <input name="amount" inputmode="numeric" autocomplete="off" @input=${(event) => act.typeCash('amount', event.target.value)}></label>
      <p class="entry"><strong class="amount">${rupiah(drawer.amount)}</strong></p>
      <label class="field"><span>${t('reason')}</span>
        <input name="reason" autocomplete="off" maxlength="200" @input=${(event) => act.typeCash('reason', event.target.value)}></label>
      ${drawer.kind === 'deposit'
        ? html`<label class="field"><span>${t('received_by')}</span>
            <input name="second" autocomplete="off" maxlength="80" @input=${(event) => act.typeCash('second', event.target.value)}></label>`
        : nothing}
      <button class="button primary accept" ?disabled=${drawer.busy || drawer.amount < 1 || (drawer.kind === 'deposit' && !drawer.second.trim())}>${t('save')}</button>
      <button type="button" class="button quiet" @click=${() => act.goTo('open')}>${t('cancel')}</button>
    </form>
  `
}

function reportView({ t, drawer: { report } }, act) {
  return html`
    ${report.cash_sales === undefined ? html`<p class="hint">${t('blind_hint')}</p>` : nothing}
    ${figuresView(t, report)} ${paymentsView(t, report)} ${unconfirmedView(t, report)}
    <button class="button primary" data-step="print" @click=${act.printReport}>${icon('printer')}${t('print_report')}</button>
    <button class="button" @click=${() => act.goTo('open')}>${icon('arrow-left')}${t('back')}</button>
  `
}

function figuresView(t, report) {
  const shown = REPORTED.filter((name) => report[name] || (report[name] === 0 && ALWAYS.includes(name)))
  return html`<dl class="figures">${shown.map((name) => html`<dt>${t(`figure_${name}`)}</dt><dd class="amount">${rupiah(report[name])}</dd>`)}</dl>`
}

/** What was not paid in cash: it lies in no drawer. */
function paymentsView(t, { sales, payments }) {
  return html`<dl class="figures payments"><dt>${t('figure_sales')}</dt><dd class="amount">${sales}</dd>
    ${payments.filter(({ method }) => method !== 'cash').map(({ method, amount }) => html`<dt>${t(method)}</dt><dd class="amount">${rupiah(amount)}</dd>`)}</dl>`
}

function unconfirmedView(t, { unconfirmed }) {
  if (!unconfirmed?.length) return nothing
  return html`<div class="notice attention">${icon('clock')}<div><p>${t('unconfirmed_payments')}</p>
    <ul>${unconfirmed.map((each) => html`<li>${each.number} · ${t(each.method)} · <span class="amount">${rupiah(each.amount)}</span></li>`)}</ul></div></div>`
}

function closingView(state, act) {
  const { t, drawer, summary } = state
  if (summary.waiting) return waitingView(state, act)
  return html`
    <form class="counting" @submit=${act.closeShift}>
      <p class="hint">${t('count_hint')}</p>
      ${countView(t, drawer, act)}
      <p class="entry"><span>${t('counted')}</span><strong class="amount">${rupiah(countedTotal(drawer.counted))}</strong></p>
      <button class="button primary accept" ?disabled=${drawer.busy}>${t('close_shift')}</button>
      <button type="button" class="button quiet" @click=${() => act.goTo('open')}>${t('cancel')}</button>
    </form>
  `
}

function waitingView(state, act) {
  const { t, summary } = state
  return html`
    <p class="notice attention">${icon('triangle-alert')}<span>${t('close_blocked', { n: summary.waiting, amount: rupiah(summary.waiting_amount) })}</span></p>
    <div class="menu-list">
      ${sendNowView(state, act)}
      <button class="button" @click=${act.saveToFile}>${icon('save')}${t('save_to_file')}</button>
    </div>
  `
}

function doneView(state, act) {
  const count = state.entries.find((entry) => entry.id === state.drawer.id)
  if (count?.state === 'sent') return countedView(state.t, count.answer, act)
  return count && isRefused(count) ? refusedView(state.t, count, act) : sendingView(state, act)
}

function sendingView({ t }, act) {
  return html`
    <p class="notice attention" role="status">${icon('clock')}<span>${t('count_kept')}</span></p>
    <button class="button primary accept" @click=${act.closePanel}>${t('finish')}</button>
  `
}

function refusedView(t, { problem }, act) {
  return html`
    <p class="notice bad" role="alert">${icon('circle-alert')}<span>${problem?.detail}</span></p>
    <button class="button" @click=${() => act.goTo('open')}>${icon('arrow-left')}${t('back')}</button>
  `
}

const differenceWord = (difference) => (difference === 0 ? 'drawer_agrees' : difference > 0 ? 'drawer_over' : 'drawer_short')

function countedView(t, report, act) {
  const { difference } = report
  return html`
    <p class="z-number"><strong>${t('z_report', { n: report.z_number })}</strong></p>
    ${figuresView(t, report)}
    <dl class="figures sums">
      <dt>${t('expected')}</dt><dd class="amount">${rupiah(report.expected)}</dd>
      <dt>${t('counted')}</dt><dd class="amount">${rupiah(report.counted)}</dd>
      <dt><strong>${t(differenceWord(difference))}</strong></dt><dd class="amount"><strong>${rupiah(Math.abs(difference))}</strong></dd>
    </dl>
    ${unconfirmedView(t, report)}
    <button class="button primary accept" @click=${act.closePanel}>${t('finish')}</button>
  `
}
