/** Labels: choose goods of a stall or facility, say how many, look at one, print all. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { filtered, stillMissing, targetsFor, usualTarget, withAll, withDate } from './labelling.js'
import { choice, doButton, empty, titled } from './parts.js'
import { factsForm } from './view-facts.js'
import { printing } from './view-label-print.js'

const SHOWN = 40
const KINDS = ['price', 'food', 'shelf']

export function labelsView(state, act) {
  const { t } = state
  if (!state.labelGoods) return state.problem ? html`<p>${doButton(act, t('tryAgain'), (doing) => doing.lookAtLabels(), 'primary')}</p>` : html`<p class="loading">${t('loading')}</p>`
  const everything = [...state.products.values()].filter((product) => state.labelKind !== 'food' || state.labelGoods.get(product.sku)?.food)
  const found = filtered(everything, state.labelFilter, state.labelGoods)
  const targets = targetsFor(state.labelKind, state.data.printers, t)
  const target = targets.find((each) => each.key === state.labelTarget) ?? usualTarget(targets, state.labelFilter.stall)
  return html`
    ${reprints(state, act)}
    <div class="segments" role="group" aria-label=${t('labelKind')}>${KINDS.map((kind) => html`<button type="button" data-kind=${kind} aria-pressed=${kind === state.labelKind ? 'true' : 'false'} @click=${() => act.set({ labelKind: kind, copies: new Map(), preview: null, labelTarget: null, askAddress: null, factsOf: null })}>${t(`label_${kind}`)}</button>`)}</div>
    <div class="labels">
      <section class="goods" data-section="goods">
        ${filters(state, act)}
        ${allOfThem(found, state, act)}
        ${found.length ? html`<ul class="products">${repeat(found.slice(0, state.shown), (product) => product.sku, (product) => productRow(product, state, act))}</ul>` : empty('search', t('nothingFound'))}
        ${found.length > state.shown ? html`<button class="button quiet" type="button" @click=${() => act.set({ shown: state.shown + SHOWN })}>${t('more', { count: Math.min(SHOWN, found.length - state.shown) })}</button>` : nothing}
      </section>
      <aside class="card" data-section="print">${printing(targets, target, state, act)}</aside>
    </div>`
}

/** Labels whose price is no longer true: the lower of the two is charged until they are replaced. */
function reprints(state, act) {
  const { t } = state
  const old = [...state.products.values()].filter((product) => state.labelGoods.get(product.sku)?.reprint)
  if (!old.length) return nothing
  const shown = state.labelFilter.only === 'reprint'
  return html`<section class="notice attention" data-section="reprint">${icon('tag')}<div>
    <p><b>${t('reprint', { n: old.length })}</b></p><p>${t('reprintHint')}</p>
    <div class="actions">
      <button class="button small primary" type="button" @click=${() => act.set({ labelKind: 'price', labelFilter: { search: '', stall: '', facility: '', only: 'reprint' }, copies: withAll(new Map(), old, 'price', 'stock') })}>${t('reprintAll')}</button>
      ${shown ? html`<button class="button small quiet" type="button" @click=${() => act.set({ labelFilter: { ...state.labelFilter, only: '' } })}>${t('showEverything')}</button>` : nothing}
    </div></div></section>`
}

function filters(state, act) {
  const { t, labelFilter: filter } = state
  const change = (changes) => act.set({ labelFilter: { ...filter, ...changes }, shown: SHOWN })
  const facilities = new Map([...state.products.values()].filter((product) => !filter.stall || product.home === filter.stall).map((product) => [product.facility, product.facility_name]))
  const stalls = state.data.stalls.map((stall) => [stall.no, `${stall.no} · ${stall.name}`])
  return html`<div class="inline filters">
    <label class="field grow">${t('search')}<input type="search" .value=${filter.search} @input=${(event) => change({ search: event.target.value })}></label>
    ${choice('stall', t('stall', { no: '' }).trim(), [['', t('allStalls')], ...stalls], filter.stall, (stall) => change({ stall, facility: '' }))}
    ${choice('facility', t('facility'), [['', t('allFacilities')], ...[...facilities].sort((a, b) => a[1].localeCompare(b[1]))], filter.facility, (facility) => change({ facility }))}
    ${state.labelKind === 'food' ? html`<label class="check"><input type="checkbox" .checked=${filter.only === 'missing'} @change=${(event) => change({ only: event.target.checked ? 'missing' : '' })}> ${t('onlyMissing')}</label>` : nothing}
  </div>`
}

/** One press for everything the filters leave: so many of each, or one for each piece in stock. */
function allOfThem(found, state, act) {
  const { t } = state
  const take = (count) => act.set({ copies: withAll(state.copies, found, state.labelKind, count) })
  if (!found.length || found.length === state.products.size) return nothing
  return html`<div class="inline all-of-them">
    ${state.labelKind === 'shelf'
      ? html`<button class="button small" type="button" @click=${() => take(1)}>${t('takeAll', { n: found.length })}</button>`
      : html`<label class="field">${t('each')}<input class="narrow" type="number" name="each" min="1" max="200" .value=${String(state.each)} @change=${(event) => act.set({ each: clamp(event.target.value, 1) })}></label>
        <button class="button small" type="button" data-take="each" @click=${() => take(state.each)}>${t('takeAll', { n: found.length })}</button>
        <button class="button small quiet" type="button" data-take="stock" @click=${() => take('stock')}>${t('takeStock')}</button>`}
  </div>`
}

function productRow(product, state, act) {
  const { t, labelKind: kind } = state
  const facts = state.labelGoods.get(product.sku)
  const chosen = state.copies.has(product.sku)
  return html`<li class="product" data-sku=${product.sku} data-seen=${state.preview?.sku === product.sku ? 'yes' : 'no'}>
    <div class="product-line">
      <button class="name" type="button" @click=${() => act.set({ preview: { sku: product.sku, key: product.sku } })}>
        <b>${state.language === 'en' ? product.name_en : product.name}</b><small>${product.facility_name} · ${product.sku} · <span class="amount">${rupiah(product.price)}</span>${facts?.reprint ? html` <span class="chip attention">${t('oldPrice', { price: rupiah(facts.label_price) })}</span>` : nothing}</small>
      </button>
      ${kind === 'price' && product.unique ? pieces(product, state, act) : kind === 'shelf' ? card(product, state, act) : copies(product, state, act)}
    </div>
    ${kind === 'food' ? foodLine(product, facts, chosen, state, act) : nothing}
    ${state.factsOf === product.sku ? factsForm(product, facts, state, act) : nothing}
  </li>`
}

const clamp = (value, least) => Math.max(least, Math.min(200, Math.trunc(Number(value)) || 0))

function copies(product, state, act) {
  const { t } = state
  const count = state.copies.get(product.sku) ?? 0
  return html`<span class="copies">
    ${product.stock > 0 ? html`<button class="button small quiet" type="button" title=${t('perStock')} @click=${() => choose(product, Math.min(product.stock, 200), state, act)}>${t('inStock', { n: product.stock })}</button>` : nothing}
    <input type="number" min="0" max="200" aria-label=${`${t('copies')} ${product.name}`} .value=${String(count)} @change=${(event) => choose(product, clamp(event.target.value, 0), state, act)}>
  </span>`
}

function card(product, state, act) {
  const on = state.copies.has(product.sku)
  return html`<label class="check copies"><input type="checkbox" .checked=${on} aria-label=${`${state.t('label_shelf')} ${product.name}`} @change=${() => choose(product, on ? 0 : 1, state, act)}></label>`
}

function pieces(product, state, act) {
  return html`<span class="copies">${product.pieces.map((piece) => {
    const key = `piece:${piece.code}`
    const on = state.copies.has(key)
    return html`<label class="check"><input type="checkbox" .checked=${on} ?disabled=${piece.state === 'sold'} @change=${() => choose(product, on ? 0 : 1, state, act, key)}> <span class="amount">${piece.code}</span></label>`
  })}</span>`
}

function choose(product, count, state, act, key = product.sku) {
  const chosen = new Map(state.copies)
  if (count) chosen.set(key, count)
  else chosen.delete(key)
  act.set({ copies: chosen, preview: { sku: product.sku, key } })
}

/** What this label still lacks, in red, and what only whoever packed it knows: never guessed. */
function foodLine(product, facts, chosen, state, act) {
  const { t } = state
  const dates = state.dates.get(product.sku) ?? {}
  const missing = chosen ? stillMissing(facts, dates) : facts.missing
  const say = (name, value) => act.set({ dates: new Map(state.dates).set(product.sku, withDate(dates, name, value, facts)), preview: { sku: product.sku, key: product.sku } })
  const change = (name) => (event) => say(name, event.target.value.trim())
  return html`<div class="food">
    <p class="facts-state">${missing.length
      ? html`<b class="missing">${icon('triangle-alert')}${t('missing', { what: missing.map((name) => t(`fact_${name}`)).join(', ') })}</b>`
      : html`<span class="complete">${icon('circle-check')}${t(chosen ? 'complete' : 'factsComplete')}</span>`}
      ${facts.permit_is_odd ? html`<span class="chip attention">${t('permitOdd')}</span>` : nothing}
      <button class="button small quiet" type="button" data-facts=${product.sku} aria-expanded=${state.factsOf === product.sku ? 'true' : 'false'} @click=${() => act.set({ factsOf: state.factsOf === product.sku ? null : product.sku })}>${t('fillIn')}</button></p>
    ${chosen ? html`<div class="inline dates">
      <label class="field">${titled(t('fact_produced_on'))}<input type="date" .value=${dates.produced_on ?? ''} @change=${change('produced_on')}></label>
      <label class="field">${titled(t('fact_expires_on'))}<input type="date" .value=${dates.expires_on ?? ''} @change=${change('expires_on')}></label>
      <label class="field">${titled(t('fact_batch'))}<input maxlength="40" .value=${dates.batch ?? ''} @change=${change('batch')}></label>
      ${product.expires_on && product.expires_on !== dates.expires_on ? html`<button class="button small quiet" type="button" data-lot @click=${() => say('expires_on', product.expires_on)}>${t('fromDelivery', { day: product.expires_on.split('-').reverse().join('-') })}</button>` : nothing}
    </div>` : nothing}
  </div>`
}
