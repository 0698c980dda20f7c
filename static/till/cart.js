/** The cart: what a buyer wants, until it is paid. Pure; every function answers a new cart. Money is whole rupiah. */

export const MOST_OF_ONE = 9_999

/** An empty cart. Its id becomes the sale's id, so that nothing paid twice is ever sold twice. */
export function openCart(id, openedAt) {
  return { id, opened_at: openedAt, lines: [], percent: 0, payments: [], contact: null }
}

/** What has been paid so far; it belongs to exactly these lines. */
export const paymentsOf = (cart) => cart.payments ?? []
export const paid = (payments) => payments.reduce((sum, payment) => sum + payment.amount, 0)
export const withPayment = (cart, payment) => ({ ...cart, payments: [...paymentsOf(cart), payment] })
export const withoutPayment = (cart, index) => ({ ...cart, payments: paymentsOf(cart).filter((_, place) => place !== index) })

/** A cart that changed is to be paid anew. */
export const payAnew = (before, after) => (isSame(before.lines, after.lines) ? after : { ...after, payments: [] })
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other)

/** Puts a product in, or one more of it. A unique piece goes in once: then the cart comes back as it was. */
export function add(cart, product, quantity = 1, piece = null) {
  if (product.unique) return addPiece(cart, product, piece)
  const line = cart.lines.find((each) => each.sku === product.sku)
  if (line) return setQuantity(cart, line.key, line.quantity + quantity)
  return withLines(cart, [...cart.lines, limited(makeLine(product, quantity, null))])
}

/** How many of a product one buyer may have, and whether the cart holds them. */
export const limitOf = (product) => product.max_per_buyer ?? MOST_OF_ONE
export const isAtLimit = (cart, product) => quantityOf(cart, product.sku) >= limitOf(product)

function addPiece(cart, product, piece) {
  if (isAtLimit(cart, product)) return cart
  const chosen = piece ?? nextOpenPiece(cart, product)
  if (chosen === undefined) return cart
  const there = cart.lines.some((line) => line.sku === product.sku && line.piece === chosen)
  return there ? cart : withLines(cart, [...cart.lines, makeLine(product, 1, chosen)])
}

/** The code of an open piece that is not in the cart yet; null when the server knows no pieces; undefined when none is left. */
function nextOpenPiece(cart, product) {
  const mine = cart.lines.filter((line) => line.sku === product.sku).map((line) => line.piece)
  const pieces = product.pieces ?? []
  if (pieces.length === 0) return mine.length === 0 ? null : undefined
  const free = pieces.filter((piece) => !mine.includes(piece.code))
  return (free.find((piece) => piece.state === 'open') ?? free[0])?.code
}

function makeLine(product, quantity, piece) {
  const unit_price = product.charged ?? product.price
  return {
    key: piece === null ? product.sku : `${product.sku}/${piece}`,
    sku: product.sku,
    name: product.name,
    name_en: product.name_en ?? product.name,
    facility: product.facility,
    facility_name: product.facility_name ?? product.facility,
    unique: Boolean(product.unique),
    to_order: product.fulfilment === 'pesan',
    order: null,
    unit_price,
    of_label: unit_price < product.price,
    closing_percent: product.closing_percent ?? 0,
    closing_off: unit_price - (product.now ?? unit_price),
    quantity,
    most: limitOf(product),
    percent: 0,
    discount: 0,
    piece,
  }
}

/** As many as may be sold to one buyer. */
const limited = (line) => ({ ...line, quantity: Math.min(line.quantity, line.most) })

/** The cart with these lines, each discounted as it is due; the discount on the whole cart ends with its last line. */
function withLines(cart, lines) {
  const percent = lines.length ? (cart.percent ?? 0) : 0
  const contact = lines.some(({ order }) => order?.way === 'delivery') ? (cart.contact ?? null) : null
  return { ...cart, percent, contact, lines: lines.map((line) => discounted(line, percent)) }
}

const withLine = (cart, key, change) => withLines(cart, cart.lines.map((line) => (line.key === key ? change(line) : line)))

/** Sets how many; nought takes the line out. A unique piece stays one. */
export function setQuantity(cart, key, quantity) {
  if (quantity < 1) return remove(cart, key)
  return withLine(cart, key, (line) => (line.unique ? line : limited({ ...line, quantity })))
}

/** Gives a line a discount in percent; nought takes it away. */
export const setDiscount = (cart, key, percent) => withLine(cart, key, (line) => ({ ...line, percent }))

/** Gives every line a discount in percent, also those that come; nought takes it away. */
export const setCartDiscount = (cart, percent) => withLines({ ...cart, percent }, cart.lines)

/** How goods that are still to be made reach the buyer, and how much of them is paid down. */
export const setOrder = (cart, key, order) => withLine(cart, key, (line) => ({ ...line, order }))

/** Where deliveries go: it lies beside the lines, and never becomes part of the sale. */
export const setContact = (cart, contact) => ({ ...cart, contact })

/** The largest discount counts: the line's, the whole cart's or the closing day's. */
function discounted(line, cartPercent) {
  const by_hand = Math.max(line.percent ?? 0, cartPercent)
  const closing = line.quantity * (line.closing_off ?? 0)
  const given = percentOf(line.quantity * line.unit_price, by_hand)
  return { ...line, discount: Math.max(given, closing), discount_percent: given > closing ? by_hand : line.closing_percent, of_closing: closing > 0 && closing >= given }
}

/** Down to whole hundreds of rupiah; all of it is all of it. */
const percentOf = (amount, percent) => (percent >= 100 ? amount : Math.floor((amount * percent) / 10_000) * 100)

export const remove = (cart, key) => withLines(cart, cart.lines.filter((line) => line.key !== key))
export const empty = (cart) => withLines(cart, [])

/** Puts a line back where it was (undo). */
export function restoreLine(cart, line, index) {
  const others = cart.lines.filter((each) => each.key !== line.key)
  return withLines(cart, [...others.slice(0, index), line, ...others.slice(index)])
}

/** Puts everything back that was in a cart before it was emptied (undo). */
export const restoreAll = (cart, before) => withLines({ ...cart, percent: before.percent, contact: before.contact }, [...before.lines, ...cart.lines])

export const lineAmount = (line) => line.quantity * line.unit_price - line.discount
export const total = (cart) => cart.lines.reduce((sum, line) => sum + lineAmount(line), 0)
export const pieces = (cart) => cart.lines.reduce((sum, line) => sum + line.quantity, 0)
export const isEmpty = (cart) => cart.lines.length === 0
export const quantityOf = (cart, sku) =>
  cart.lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0)
