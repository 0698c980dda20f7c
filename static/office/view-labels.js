/** Labels: choose goods, see one, print all. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { searched } from './decisions.js'
import { choice, empty } from './parts.js'

const SHOWN = 40

export function labelsView(state, act) {
  const { t } = state
  const printers = state.data.printers.filter((printer) => printer.kind === 'label' && printer.enabled)
  const found = searched([...state.products.values()], state.search)
  const chosen = [...state.copies.values()].reduce((sum, count) => sum + count, 0)
  return html`
    <div class="labels">
      <section class="goods" data-section="goods">
        <div class="inline">
          <label class="field grow">${t('search')}<input type="search" .value=${state.search} @input=${(event) => act.set({ search: event.target.value })}></label>
        </div>
        <ul class="products">${repeat(found.slice(0, state.shown), (product) => product.sku, (product) => productRow(product, state, act))}</ul>
        ${found.length > state.shown ? html`<button class="button quiet" type="button" @click=${() => act.set({ shown: state.shown + SHOWN })}>${t('more', { count: Math.min(SHOWN, found.length - state.shown) })}</button>` : nothing}
      </section>
      <aside class="card" data-section="print">
        ${printers.length ? printing(printers, chosen, state, act) : empty('printer', t('noLabelPrinter'))}
      </aside>
    </div>`
}

function productRow(product, state, act) {
  const { t } = state
  return html`<li class="product" data-sku=${product.sku} data-seen=${state.preview === product.sku ? 'yes' : 'no'}>
    <button class="name" type="button" @click=${() => act.set({ preview: product.sku })}>
      <b>${product.name}</b><small>${product.facility_name} · ${product.sku} · <span class="amount">${rupiah(product.price)}</span></small>
    </button>
    ${product.unique ? pieces(product, state, act) : copies(product.sku, product.stock, state, act, t)}
  </li>`
}

function copies(key, stock, state, act, t) {
  const count = state.copies.get(key) ?? 0
  return html`<span class="copies">
    ${stock ? html`<button class="button small quiet" type="button" title=${t('perStock')} aria-label=${`${stock} · ${t('perStock')}`} @click=${() => act.copies(key, Math.min(stock, 200))}>${stock}</button>` : nothing}
    <input type="number" min="0" max="200" aria-label=${t('copies')} .value=${String(count)} @change=${(event) => act.copies(key, Math.max(0, Math.min(200, Math.trunc(Number(event.target.value)) || 0)))}>
  </span>`
}

function pieces(product, state, act) {
  return html`<span class="copies">${product.pieces.map((piece) => {
    const key = `piece:${piece.code}`
    const on = state.copies.has(key)
    return html`<label class="check"><input type="checkbox" .checked=${on} ?disabled=${piece.state === 'sold'} @change=${() => act.copies(key, on ? 0 : 1)}> <span class="amount">${piece.code}</span></label>`
  })}</span>`
}

function printing(printers, chosen, state, act) {
  const { t } = state
  const printer = printers.find((each) => each.name === state.labelPrinter) ?? printers[0]
  const shown = state.products.get(state.preview)
  return html`
    ${choice('printer', t('labelPrinter'), printers.map((each) => [each.name, `${each.name} · ${each.media}`]), printer.name, (name) => act.set({ labelPrinter: name }))}
    ${shown ? html`<figure><img class="label-preview" src=${`/api/v1/products/${encodeURIComponent(shown.sku)}/label?size=${printer.media}&format=png`} alt=${`${t('preview')}: ${shown.name}`} width=${printer.media === '50x30' ? 400 : 320} height="240"></figure>` : nothing}
    <p class="summary amount">${t('chosen', { labels: chosen, products: state.copies.size })}</p>
    ${state.askAddress ? askAddress(state, printer, act) : html`<div class="actions">
      <button class="button primary" type="button" ?disabled=${chosen === 0} @click=${() => act.run((doing) => doing.printLabels(printer))}>${icon('tag')}${t('printLabels', { labels: chosen })}</button>
      <button class="button quiet" type="button" ?disabled=${chosen === 0} @click=${() => act.set({ copies: new Map() })}>${t('clearAll')}</button>
    </div>`}`
}

function askAddress(state, printer, act) {
  const { t } = state
  return html`<div class="notice attention" role="alertdialog">${icon('triangle-alert')}<div><p>${state.askAddress}</p>
    <div class="actions">
      <button class="button small primary" type="button" @click=${() => act.run((doing) => doing.printLabels(printer, true))}>${t('printAnyway')}</button>
      <button class="button small quiet" type="button" @click=${() => act.set({ askAddress: null })}>${t('no')}</button>
    </div></div></div>`
}
