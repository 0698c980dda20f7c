/** view(state) -> template. One figure, one ranking, one line, one ticker. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { grouped, rupiah } from '../shared/money.js'
import { againstYesterday, clockIn, coverage, dayHours, ranked, rankedByShareSold, shortStall, soldOn } from './figures.js'

const TOP = 10
const TICKER = 4

export const PAGES = ['stalls', 'facilities', 'shares']

/** The whole screen. */
export function boardView(state, t, act) {
  if (!state.snapshot) return waitingView(state, t)
  return html`
    ${header(state, t, act)}
    <main>
      ${figure(state, t)}
      ${chart(state, t)}
      <div class="rankings">${PAGES.map((page) => ranking(page, state, t, act))}</div>
    </main>
    ${ticker(state, t)}
  `
}

function waitingView(state, t) {
  return html`<div class="waiting" role="status">
    ${icon('monitor')}
    <p>${state.link === 'offline' ? t('unreachable') : t('loading')}</p>
  </div>`
}

function header({ snapshot, ...state }, t, act) {
  return html`<header class="top">
    <div class="event">
      <h1>${snapshot.event.name ?? 'Lapak'}</h1>
      ${snapshot.event.demo ? html`<span class="demo">${t('demo')}</span>` : nothing}
    </div>
    <div class="status">
      <button class="quiet language" type="button" aria-label=${t('switchLanguage')} @click=${act.switchLanguage}>${icon('languages')}<span>${t('language')}</span></button>
      ${age(snapshot, state, t)}
    </div>
  </header>`
}

function age(snapshot, state, t) {
  const time = clockIn(snapshot, state.contactAt)
  const words = state.stale ? (state.link === 'online' ? t('connecting') : t(state.link)) : t('live')
  return html`<p class="age" data-stale=${state.stale ? 'yes' : 'no'} role="status">
    ${icon(state.stale ? 'wifi-off' : 'wifi')}<b>${words}</b><span class="amount">${t('data', { time })}</span>
  </p>`
}

function figure({ snapshot }, t) {
  const day = dayHours(snapshot)
  const today = soldOn(snapshot, day.date)
  return html`<section class="figure">
    <h2>${t('total')}</h2>
    <p class="total amount" aria-live="off"><span class="currency">Rp</span> <span id="total" data-net=${snapshot.total.net}></span></p>
    <p class="facts"><b class="amount">${t('sales', { count: grouped(snapshot.total.sales) })}</b><b class="amount">${t('pieces', { count: grouped(snapshot.total.pieces) })}</b></p>
    <p class="day"><span>${t(day.isToday ? 'today' : 'lastDay')}</span><b class="amount">${rupiah(today.net)}</b>${comparison(snapshot, t)}</p>
    ${covered(snapshot, t)}
  </section>`
}

function comparison(snapshot, t) {
  const percent = againstYesterday(snapshot)
  if (percent === null) return nothing
  const key = percent > 0 ? 'up' : percent < 0 ? 'down' : 'level'
  return html`<span class="comparison ${key}">${t(key, { percent: grouped(Math.abs(percent)) })}</span>`
}

function covered(snapshot, t) {
  const known = coverage(snapshot.stalls, snapshot.as_of)
  const parts = [t('covered', { reporting: known.reporting, all: known.all })]
  if (known.offline) parts.push(t('silent', { count: known.offline }))
  if (known.waiting) parts.push(known.amount ? t('waiting', { amount: rupiah(known.amount) }) : t('waiting', { amount: t('waitingSales', { count: known.waiting }) }))
  return html`<p class="covered" data-trouble=${known.offline || known.waiting ? 'yes' : 'no'}>${icon('tablet')}${parts.join('; ')}</p>`
}

function chart({ snapshot }, t) {
  const day = dayHours(snapshot)
  return html`<section class="hours">
    <h2>${t('hours')}<small><i class="key today"></i>${t(day.isToday ? 'dayToday' : 'dayLast')}${day.before ? html`<i class="key before"></i>${t('dayBefore')}` : nothing}</small></h2>
    <div id="chart" role="img" aria-label=${`${t('hours')}: ${day.hours.map((hour, i) => `${hour}.00 ${rupiah(day.nets[i])}`).join(', ')}`}></div>
  </section>`
}

function ranking(page, state, t, act) {
  const rows = rankingRows(page, state.snapshot)
  const all = state.open.has(page)
  const shown = all ? rows : rows.slice(0, TOP)
  return html`<section class="ranking" id=${page} data-active=${state.page === page ? 'yes' : 'no'}>
    <h2>${t(page)}${page === 'shares' ? html`<small>${t('sharesHint')}</small>` : nothing}${dots(page, state, t, act)}</h2>
    ${shown.length ? nothing : html`<p class="empty">${t('nothing')}</p>`}
    <ol>${repeat(shown, (row) => row.key, (row) => rankRow(page, row, state))}</ol>
    ${rows.length > TOP ? html`<button class="more" type="button" @click=${() => act.toggle(page)}>${all ? t('fewer') : t('all', { count: rows.length })}</button>` : nothing}
  </section>`
}

export function rankingRows(page, snapshot) {
  if (page === 'stalls') {
    return ranked(snapshot.stalls).map((row) => ({ ...row, key: row.no, badge: row.no, label: shortStall(row.name), value: rupiah(row.net), note: null }))
  }
  if (page === 'facilities') {
    return ranked(snapshot.facilities).map((row) => ({ ...row, key: row.code, badge: row.stall, label: row.name, value: rupiah(row.net), note: null }))
  }
  return rankedByShareSold(snapshot.facilities).map((row) => ({
    ...row,
    key: row.code,
    badge: row.stall,
    label: row.name,
    value: `${Math.round(row.sell_through * 100)} %`,
    note: [Math.round(row.sell_through * row.brought), row.brought],
  }))
}

function rankRow(page, row, state) {
  const move = state.moves.get(`${page}/${row.key}`) ?? 0
  return html`<li data-key=${`${page}/${row.key}`} data-first=${row.place === 1 && row.share > 0 ? 'yes' : 'no'}>
    <span class="place amount">${row.share > 0 ? row.place : '–'}</span>
    <span class="badge amount">${row.badge ?? ''}</span>
    <span class="name">${row.label}</span>
    <span class="note amount">${row.note ? state.t('broughtOf', { sold: grouped(row.note[0]), brought: grouped(row.note[1]) }) : ''}</span>
    <span class="move amount" data-way=${way(move)}>${move ? `${move > 0 ? '▲' : '▼'}${Math.abs(move)}` : ''}</span>
    <span class="value amount">${row.value}</span>
    <i class="bar" data-share=${row.share.toFixed(4)}></i>
  </li>`
}

const way = (move) => (move > 0 ? 'up' : move < 0 ? 'down' : 'none')

function dots(page, state, t, act) {
  return html`<nav class="dots">
    <button type="button" class="hold" aria-pressed=${state.held ? 'true' : 'false'} aria-label=${t(state.held ? 'resume' : 'pause')} @click=${act.hold}>${icon(state.held ? 'play' : 'pause')}</button>
    ${PAGES.map((each, index) => html`<button type="button" class="dot" aria-label=${t('page', { page: index + 1 })} aria-current=${each === page ? 'true' : 'false'} @click=${() => act.turnTo(each)}></button>`)}
  </nav>`
}

function ticker({ snapshot, language }, t) {
  const sales = snapshot.latest.slice(0, TICKER)
  return html`<footer class="ticker">
    <h2>${t('latest')}</h2>
    ${sales.length ? nothing : html`<p class="empty">${t('nothing')}</p>`}
    <ul>${repeat(sales, (sale) => sale.number, (sale) => tickerSale(sale, snapshot, language, t))}</ul>
  </footer>`
}

function tickerSale(sale, snapshot, language, t) {
  const [first, ...others] = sale.items
  const name = language === 'en' ? first?.name_en ?? first?.name : first?.name
  return html`<li class="sale">
    <span class="what"><b>${name}</b>${first?.quantity > 1 ? html`<b class="times">×${first.quantity}</b>` : nothing}${others.length ? html`<span class="others">+${others.length}</span>` : nothing}</span>
    <span class="from">${first?.facility} · ${t('stall', { no: sale.stall })}</span>
    <span class="when amount">${clockIn(snapshot, Date.parse(sale.at))} · ${rupiah(sale.net)}</span>
  </li>`
}
