/** The till's page: view(state, act) -> template. Draws; decides nothing. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { cartView } from './view-cart.js'
import { enrolView } from './view-enrol.js'
import { goodsView } from './view-goods.js'
import { panelView } from './view-panels.js'
import { payView } from './view-pay.js'
import { scanView } from './view-scan.js'

const CLOCK_OFF_MS = 120_000

export function view(state, act) {
  if (state.phase === 'loading') return html`<p class="loading">Lapak …</p>`
  if (state.phase === 'broken') return brokenView(state)
  if (state.phase === 'enrol') return enrolView(state, act)
  return html`
    <div class="shell ${state.pay ? 'paying' : ''} ${state.practice ? 'practice' : ''}">
      ${barView(state, act)}
      ${mainView(state, act)}
      ${cartView(state, act)}
    </div>
    ${state.printApp?.button() ?? nothing} ${toastView(state, act)} ${panelView(state, act)}
  `
}

function mainView(state, act) {
  if (state.moved) return movedView(state, act)
  if (state.pay) return payView(state, act)
  return state.scan ? scanView(state, act) : goodsView(state, act)
}

function brokenView({ t }) {
  return html`<main class="enrol"><h1>Lapak</h1><p class="notice bad">${icon('circle-alert')} ${t('memory_problem')}</p>
    <button class="button" @click=${() => location.reload()}>${t('reload')}</button></main>`
}

/** Another origin sells under this tablet's new code: here, only what still waits is sent. */
function movedView({ t, moved, summary }, act) {
  return html`
    <main class="goods moved">
      <h1>${t('moved')}</h1>
      <p>${t('moved_hint')}</p>
      ${summary.waiting ? html`<p class="notice attention">${icon('clock')}<span>${t('waiting_some', { n: summary.waiting, amount: rupiah(summary.waiting_amount) })}</span></p>` : nothing}
      ${moved.origin ? html`<a class="button primary" href="${moved.origin}/till">${t('moved_open', { origin: moved.origin })}</a>` : nothing}
      <button class="button" @click=${act.sellHere}>${t('moved_sell_here')}</button>
    </main>
  `
}

function barView(state, act) {
  const { t, enrolment, staff } = state
  return html`
    <header class="bar">
      <div class="place">
        <h1>${t('stall', { no: enrolment.stall })}</h1>
        <span class="stall-name">${state.stallName}</span>
        <span class="till-code" title=${t('till')}>${enrolment.till}</span>
        ${state.demo ? html`<span class="demo-mark">${t('demo')}</span>` : nothing}
      </div>
      ${searchView(state, act)}
      <div class="tools">
        <button class="tool scan" data-opens="scan" aria-pressed=${Boolean(state.scan)} @click=${act.openScanner}>${icon('scan-line')}<span>${t('scan')}</span></button>
        ${statusChip(state, act)}
        <button class="tool" data-opens="sales" @click=${() => act.open('sales')}>${icon('history')}<span>${t('tool_sales')}</span></button>
        <button class="tool" data-opens="menu" @click=${() => act.open('menu')} title=${staff.name ?? t('nobody_signed_in')}>
          ${icon('menu')}<span>${t('menu')}</span>
        </button>
        <button class="tool words" lang=${state.language === 'id' ? 'en' : 'id'} @click=${act.switchLanguage}
          aria-label=${`${state.language === 'id' ? 'EN' : 'ID'} · ${t('language_label')}`}>${state.language === 'id' ? 'EN' : 'ID'}</button>
      </div>
    </header>
  `
}

function searchView({ t, query }, act) {
  return html`
    <div class="search" role="search">
      ${icon('search')}
      <input type="search" enterkeyhint="search" autocomplete="off" autocapitalize="off" spellcheck="false"
        aria-label=${t('search')} placeholder=${t('search')} .value=${query}
        @input=${(event) => act.search(event.target.value)} @keydown=${act.searchKey}>
      ${query
        ? html`<button class="clear" aria-label=${t('search_clear')} @click=${() => act.search('')}>${icon('x')}</button>`
        : nothing}
    </div>
  `
}

/** One chip, always there: a word, a number, a colour. */
function statusChip(state, act) {
  const { t, status, summary } = state
  const look = { connected: 'good', connecting: 'attention', sending: 'attention', offline: 'attention', paused: 'bad', practice: 'bad' }[status]
  const picture = { connected: 'wifi', connecting: 'refresh-cw', sending: 'refresh-cw', offline: 'wifi-off', paused: 'circle-alert', practice: 'graduation-cap' }[status]
  const waits = summary.waiting > 0 && !['connected', 'sending', 'practice'].includes(status)
  return html`
    <button class="status chip ${look}" data-status=${status} data-waiting=${summary.waiting} aria-live="polite"
      @click=${() => act.open('status')}>
      ${icon(picture)}<span>${t(waits ? `${status}_waiting` : status, { n: summary.waiting })}</span>
      ${Math.abs(state.clockOffset ?? 0) > CLOCK_OFF_MS ? html`<span class="inner bad">${t('clock_short')}</span>` : nothing}
      ${state.troubles.some(({ low }) => !low) ? html`<span class="inner bad">${t('printer_chip')}</span>` : nothing}
      ${summary.rejected ? html`<span class="inner bad">${t('rejected_chip', { n: summary.rejected })}</span>` : nothing}
    </button>
  `
}

function toastView({ t, toast }, act) {
  if (!toast) return nothing
  return html`
    <div class="toast ${toast.kind ?? ''}" role="status">
      <span>${toast.text}</span>
      ${toast.undo ? html`<button class="button" @click=${act.undo}>${icon('undo-2')}${t('undo')}</button>` : nothing}
      <button class="close" aria-label=${t('close')} @click=${act.closeToast}>${icon('x')}</button>
    </div>
  `
}
