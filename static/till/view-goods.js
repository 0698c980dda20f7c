/** Category chips and the grid of tiles. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { quantityOf } from './cart.js'
import { freshness, stockLeft } from './catalogue.js'
import { ordersLeft } from './orders.js'

export function goodsView(state, act) {
  return html`
    <main class="goods">
      ${chipsView(state, act)}
      <div class="tiles-scroll">${state.products.length ? tilesView(state, act) : emptyView(state.t, 'no_catalogue')}</div>
    </main>
  `
}

function chipsView({ t, categories, category }, act) {
  const chip = (code, name) => html`
    <button class="category" aria-pressed=${category === code} @click=${() => act.chooseCategory(code)}>${name}</button>
  `
  return html`<div class="categories" role="group">
    ${chip(null, t('all'))} ${repeat(categories, (each) => each.code, (each) => chip(each.code, each.name))}
  </div>`
}

function tilesView(state, act) {
  const { t, found, shownLimit } = state
  if (found.length === 0) return emptyView(t, 'nothing_found', state.query)
  const shown = found.slice(0, shownLimit)
  const own = shown.filter((product) => product.own)
  const others = shown.filter((product) => !product.own)
  const hidden = found.length - shown.length
  return html`
    ${sectionView(t('own_stall'), own, state, act)} ${sectionView(t('other_stalls'), others, state, act)}
    ${hidden > 0 ? html`<button class="button more" @click=${act.showMore}>${t('more_products', { n: hidden })}</button>` : nothing}
  `
}

function sectionView(heading, products, state, act) {
  if (products.length === 0) return nothing
  return html`
    <h2 class="section">${heading}</h2>
    <div class="tiles">${repeat(products, (product) => product.sku, (product) => tileView(product, state, act))}</div>
  `
}

function tileView(product, state, act) {
  const { t, cart } = state
  const count = quantityOf(cart, product.sku)
  const name = state.language === 'en' ? product.name_en || product.name : product.name
  return html`
    <button class="tile tint-${tint(product.home)} ${count ? 'chosen' : ''}" data-sku=${product.sku}
      @click=${(event) => act.addProduct(product, event)}>
      <span class="name">${name}</span>
      <span class="facility">${product.facility_name}</span>
      <span class="foot"><span class="price amount">${priceView(product, t)}</span>${stockView(product, state)}</span>
      ${product.unique ? html`<span class="unique">${icon('sparkles')}${t('one_of_a_kind')}</span>` : nothing}
      ${count ? html`<span class="count amount" aria-label=${t('in_cart', { n: count })}>${count}</span>` : nothing}
    </button>
  `
}

/** What is charged; where that is less than the price, the price is struck through beside it. */
function priceView({ price, now }, t) {
  if (now === price) return rupiah(price)
  return html`<s><span class="visually-hidden">${t('price_before')} </span>${rupiah(price)}</s> <b>${rupiah(now)}</b>`
}

const tint = (stall) => Number(stall) % 6 || 0

function stockView(product, { t, sold, fresh, today }) {
  const date = freshness(product, today)
  if (date) return html`<span class="stock none">${t(date === 'expired' ? 'expired_short' : 'last_day_short')}</span>`
  const left = stockLeft(product, sold)
  if (left === null) {
    return product.fulfilment ? notStockedView(product, t, sold) : nothing
  }
  if (left <= 0) return html`<span class="stock none">${t('sold_out')}</span>`
  return product.unique ? nothing : html`<span class="stock amount">${t(fresh ? 'left' : 'left_about', { n: left })}</span>`
}

function notStockedView(product, t, sold) {
  const orders = ordersLeft(product, sold)
  if (orders === null) return html`<span class="stock">${t(product.fulfilment === 'kegiatan' ? 'service' : 'to_order')}</span>`
  return orders > 0 ? html`<span class="stock amount">${t('orders_left', { n: orders })}</span>` : html`<span class="stock none">${t('orders_full_short')}</span>`
}

function emptyView(t, key, query = '') {
  return html`<div class="empty">${icon('search')}<p><strong>${t(key, { query })}</strong></p><p>${t(`${key}_hint`)}</p></div>`
}
