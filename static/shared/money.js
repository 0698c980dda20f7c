/** Whole rupiah as text, and the notes a buyer is likely to hand over. Pure. */

const NOTE_STEPS = [5_000, 10_000, 20_000, 50_000, 100_000]
const LEAST_COIN = 500
const MOST_QUICK_AMOUNTS = 6

/** 1250000 -> "1.250.000", with a minus sign where it belongs. */
export function grouped(amount) {
  const digits = String(Math.abs(amount)).replace(/\B(?=(\d{3})+$)/g, '.')
  return amount < 0 ? `-${digits}` : digits
}

/** 1250000 -> "Rp 1.250.000", with an ordinary space so that it can be searched, copied and printed. */
export function rupiah(amount) {
  return amount < 0 ? `-Rp ${grouped(-amount)}` : `Rp ${grouped(amount)}`
}

/** A price less so many percent, down to whole Rp 500 as people pay them, but never down to nothing. */
export function reducedPrice(price, percent) {
  if (percent < 1) return price
  const less = Math.floor((price * (100 - percent)) / 100)
  return less - (less % LEAST_COIN) || less
}

/** The exact total, then the total rounded up to the notes people carry: distinct, rising, at most six. */
export function quickAmounts(total) {
  const roundedUp = NOTE_STEPS.map((note) => Math.ceil(total / note) * note)
  const distinct = new Set([total, ...roundedUp])
  return [...distinct].sort((a, b) => a - b).slice(0, MOST_QUICK_AMOUNTS)
}

/** The amount after one more key of a keypad: a digit, "000" or "back". */
export function typed(amount, key, limit = 999_999_999) {
  if (key === 'back') return Math.floor(amount / 10)
  const next = Number(`${amount}${key}`)
  return next > limit ? amount : next
}
