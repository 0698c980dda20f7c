/** What the grid shows: search, categories, own stall first, stock as far as this tablet knows. Pure. */

import { reducedPrice } from '../shared/money.js'
import { isRefused, isSale } from './documents.js'

const STALE_STOCK_MS = 60_000

/** Lower case without accents or punctuation, so that "Batik-Tulis" is found by "batik tulis". */
export function plain(text) {
  return String(text ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** The snapshot's products with what searching and sorting need, worked out once per snapshot. */
export function prepare(snapshot, stall) {
  const named = new Map((snapshot.categories ?? []).map((each) => [each.code, each]))
  const products = snapshot.products.map((product) => ({
    ...product,
    facility_name: product.facility_name ?? product.facility,
    unique: isUnique(product),
    own: product.home === stall,
    ...prices(product),
    searched: searchedText(product, named.get(product.category)),
  }))
  products.sort((a, b) => Number(b.own) - Number(a.own) || compare(a.home, b.home) || compare(a.facility, b.facility) || compare(a.name, b.name))
  return products
}

/** What is charged: the lower of label and till, and on the closing day less than that. */
function prices({ price, label_price, discount_percent }) {
  const charged = Math.min(price, label_price ?? price)
  const closing_percent = discount_percent ?? 0
  return { charged, closing_percent, now: reducedPrice(charged, closing_percent) }
}

const isUnique = (product) => product.unique ?? (product.pieces ?? []).length > 0
const compare = (a, b) => (a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1)
const searchedText = (product, category) =>
  ` ${plain([product.name, product.name_en, product.facility_name, product.sku, product.code, category?.name, category?.name_en].join(' '))}`

/** Products whose words begin with every word of the query, in the chosen category. */
export function find(products, query, category = null) {
  const words = plain(query).split(' ').filter(Boolean)
  return products.filter(
    (product) => (category === null || product.category === category) && words.every((word) => product.searched.includes(` ${word}`)),
  )
}

/** The categories in the order the grid shows them: those of the own stall first. */
export function categories(products, named, language = 'id') {
  const names = new Map(named.map((each) => [each.code, (language === 'en' && each.name_en) || each.name]))
  const codes = new Set(products.map((product) => product.category))
  return [...codes].map((code) => ({ code, name: names.get(code) ?? code }))
}

/** Pieces of each product that this tablet sold and the snapshot does not count yet: {sku: quantity}. */
export function soldSince(entries, snapshot) {
  const sold = {}
  for (const entry of entries) {
    if (!isSale(entry) || entry.voided || isCounted(entry, snapshot)) continue
    for (const line of entry.document.lines) sold[line.sku] = (sold[line.sku] ?? 0) + line.quantity
  }
  return sold
}

function isCounted(entry, snapshot) {
  if (entry.state === 'held' || isRefused(entry)) return true
  if (entry.state !== 'sent') return false
  return entry.answer.journal !== snapshot.journal || entry.answer.seq <= snapshot.seq
}

/** What is left of a product after what this tablet sold and what lies in the cart; null when it is not stocked. */
export function stockLeft(product, sold, inCart = 0) {
  return product.stock === null || product.stock === undefined ? null : product.stock - (sold[product.sku] ?? 0) - inCart
}

/** What the books say is left of a product in the shop, never less than nothing; null when it is not stocked. */
export function stockOf(sku, { products, sold }) {
  const product = products.find((each) => each.sku === sku)
  const left = product ? stockLeft(product, sold) : null
  return left === null ? null : Math.max(0, left)
}

/** 'expired', 'last_day' (today or tomorrow), or null. `today` and expires_on are ISO dates. */
export function freshness(product, today) {
  if (!product.expires_on) return null
  if (product.expires_on < today) return 'expired'
  return product.expires_on <= dayAfter(today) ? 'last_day' : null
}

const dayAfter = (date) => new Date(Date.parse(`${date}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** Whether stock figures fetched at `fetchedAt` may be shown without a "±". */
export const isFresh = (fetchedAt, now) => now - fetchedAt <= STALE_STOCK_MS
