/** What the closing day makes of the prices. Pure. */

import { reducedPrice } from '../shared/money.js'

/** The largest discount of the rules that mean a product, as the server reckons it. */
export function percentFor(rules, product) {
  const code = { all: null, stall: product.home, category: product.category, product: product.sku }
  return Math.max(0, ...rules.filter((rule) => rule.code === code[rule.scope]).map((rule) => rule.percent))
}

/** The products these rules reduce, the largest discount first: [{product, percent, price, now}]. */
export function reducedProducts(rules, products) {
  const rows = products.map((product) => {
    const [percent, price] = [percentFor(rules, product), Math.min(product.price, product.label_price ?? product.price)]
    return { product, percent, price, now: reducedPrice(price, percent) }
  })
  return rows.filter((row) => row.now < row.price).sort((a, b) => b.percent - a.percent)
}

/** The rules with one more; one for the same thing takes the place of the other. */
export const withRule = (rules, rule) => [...rules.filter((each) => each.scope !== rule.scope || each.code !== rule.code), rule]

/** How the closing day's prices stand: 'off', 'waiting' for their hour, 'on', or 'over'. `now` in milliseconds. */
export function closingState({ on, starts_at, ends_at }, now) {
  if (!on) return 'off'
  if (starts_at && now < Date.parse(starts_at)) return 'waiting'
  return ends_at && now >= Date.parse(ends_at) ? 'over' : 'on'
}
