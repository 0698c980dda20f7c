/** What is to be labelled, and on which paper. Pure. */

import { searched } from './decisions.js'

export const SHEETS = ['50x30', '40x30'] // sizes of labels, on rolls and on A4
const DAY_MS = 86_400_000

/** Where labels of this kind can come out: label printers and A4, or receipt printers and a PDF for shelf cards. */
export function targetsFor(kind, printers, t) {
  const used = printers.filter((printer) => printer.enabled && printer.kind === (kind === 'shelf' ? 'receipt' : 'label'))
  const onPrinters = used.map((printer) => ({ key: printer.name, text: `${printer.name} · ${printer.media}`, printer: printer.name, stall: printer.stall, size: printer.media }))
  const onSheets = kind === 'shelf'
    ? [{ key: 'pdf:card', text: t('pdfCards'), size: 'card' }]
    : SHEETS.map((size) => ({ key: `pdf:${size}`, text: t('pdfSheet', { size }), size }))
  return [...onPrinters, ...onSheets]
}

/** Where labels come out unless somebody says otherwise: never at another stall than the one that is looked at. */
export function usualTarget(targets, stall) {
  return targets.find((target) => stall && target.stall === stall) ?? targets.find((target) => !stall || !target.printer)
}

/** The products that words, stall, facility and the wish for new labels leave. */
export function filtered(products, { search = '', stall = '', facility = '', only = '' }, goods) {
  return searched(products, search).filter((product) =>
    (!stall || product.home === stall)
    && (!facility || product.facility === facility)
    && (only !== 'reprint' || goods.get(product.sku)?.reprint)
    && (only !== 'missing' || goods.get(product.sku)?.missing.length))
}

/** `copies` with all of these products: so many of each, or as many as there are pieces ('stock'). */
export function withAll(copies, products, kind, count) {
  const more = new Map(copies)
  for (const product of products) {
    if (product.unique && kind === 'price') {
      for (const piece of product.pieces) if (piece.state === 'open') more.set(`piece:${piece.code}`, 1)
    } else {
      const wanted = kind === 'shelf' ? 1 : count === 'stock' ? Math.min(product.stock ?? 0, 200) : count
      if (wanted > 0) more.set(product.sku, wanted)
    }
  }
  return more
}

/** The items of a batch as the server wants them. */
export function itemsOf(copies, kind, dates) {
  return [...copies].filter(([, count]) => count > 0).map(([key, count]) => {
    if (key.startsWith('piece:')) return { piece: key.slice(6) }
    if (kind === 'shelf') return { sku: key }
    return kind === 'food' ? { sku: key, copies: count, kind, ...filled(dates.get(key)) } : { sku: key, copies: count }
  })
}

/** The dates with one of them typed; the last day follows a typed day of production while nobody says another. */
export function withDate(dates, name, value, facts) {
  const derived = !dates.expires_on || dates.expires_on === lastDay(dates.produced_on, facts)
  const follows = name === 'produced_on' && derived ? { expires_on: lastDay(value, facts) } : {}
  return { ...dates, [name]: value, ...follows }
}

function lastDay(producedOn, facts) {
  const days = facts?.shelf_life_days
  if (!days || !producedOn) return ''
  return new Date(Date.parse(producedOn) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The mandatory words still missing on a food label with these dates. */
export function stillMissing(facts, dates) {
  const unsaid = ['produced_on', 'expires_on', 'batch'].filter((name) => !dates?.[name])
  return [...(facts?.missing ?? []), ...unsaid]
}

/** The picture of a label as it will come out. */
export function pictureOf(key, product, kind, target, dates) {
  const wanted = new URLSearchParams({ format: 'png' })
  if (kind === 'shelf') wanted.set('paper', target.size === '58mm' ? '58' : '80')
  else wanted.set('size', target.size)
  if (kind !== 'price') wanted.set('kind', kind)
  if (kind === 'food') for (const [name, value] of Object.entries(filled(dates))) wanted.set(name, value)
  if (key?.startsWith('piece:') && kind === 'price') wanted.set('piece', key.slice(6))
  return `/api/v1/products/${encodeURIComponent(product.sku)}/label?${wanted}`
}

const filled = (dates = {}) => Object.fromEntries(Object.entries(dates).filter(([, value]) => value))
