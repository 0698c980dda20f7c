/** Where labels come out, how one looks, and the button that prints all. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { pictureOf, stillMissing } from './labelling.js'
import { choice } from './parts.js'

const SIZES = { '50x30': 400, '40x30': 320 }

export function printing(targets, target, state, act) {
  const { t } = state
  const chosen = [...state.copies.values()].reduce((sum, count) => sum + count, 0)
  const word = state.labelKind === 'shelf' ? 'printCards' : 'printLabels'
  return html`
    ${choice('printer', t('labelPrinter'), targets.map((each) => [each.key, each.text]), target.key, (key) => act.set({ labelTarget: key }))}
    ${target.printer || target.size === 'card' ? nothing : sheet(target, state, act)}
    <p class="summary amount" data-chosen=${chosen}>${t('chosen', { labels: chosen, products: state.copies.size })}</p>
    ${incomplete(state)}
    ${state.askAddress ? askAddress(target, state, act) : html`<div class="actions">
      <button class="button primary" type="button" data-print ?disabled=${chosen === 0} @click=${() => act.run((doing) => doing.printLabels(target))}>${icon(target.printer ? 'printer' : 'file-text')}${t(target.printer ? word : 'makePdf', { labels: chosen })}</button>
      <button class="button quiet" type="button" ?disabled=${chosen === 0} @click=${() => act.set({ copies: new Map() })}>${t('clearAll')}</button>
    </div>`}
    ${picture(target, state)}`
}

/** A sheet that has been used in part, and the page that shows if the office's printer keeps to the millimetre. */
function sheet(target, state, act) {
  const { t } = state
  return html`<div class="inline">
      <label class="field">${t('sheetStart')}<input class="narrow" type="number" name="start" min="0" max="100" .value=${String(state.sheetStart)} @change=${(event) => act.set({ sheetStart: Math.max(0, Math.min(100, Math.trunc(Number(event.target.value)) || 0)) })}></label>
      <a class="button small quiet" href=${`/api/v1/label-sheets/calibration.pdf?size=${target.size}`} target="_blank" rel="noopener">${icon('file-text')}${t('calibrationSheet')}</a>
    </div>
    <p class="hint">${t('sheetHint')}</p>`
}

function picture(target, state) {
  const { t } = state
  const shown = state.products.get(state.preview?.sku)
  if (!shown) return html`<p class="hint">${t('previewHint')}</p>`
  const source = pictureOf(state.preview.key, shown, state.labelKind, target, state.dates.get(shown.sku))
  const width = state.labelKind === 'shelf' ? nothing : SIZES[target.size]
  return html`<figure class="preview"><img class="label-preview" src=${source} alt=${`${t('preview')}: ${shown.name}`} width=${width}><figcaption class="hint">${t('asPrinted')}</figcaption></figure>`
}

function incomplete(state) {
  const lacking = state.labelKind === 'food' ? [...state.copies.keys()].filter((sku) => stillMissing(state.labelGoods.get(sku), state.dates.get(sku)).length) : []
  return lacking.length ? html`<p class="notice bad">${icon('triangle-alert')}<span>${state.t('incomplete', { n: lacking.length })}</span></p>` : nothing
}

function askAddress(target, state, act) {
  const { t } = state
  return html`<div class="notice attention" role="alertdialog" aria-label=${t('sure')}>${icon('triangle-alert')}<div><p>${state.askAddress}</p>
    <div class="actions">
      <button class="button small primary" type="button" @click=${() => act.run((doing) => doing.printLabels(target, true))}>${t('printAnyway')}</button>
      <button class="button small quiet" type="button" @click=${() => act.set({ askAddress: null })}>${t('no')}</button>
    </div></div></div>`
}
