/** The cart: what a buyer wants, until it is paid. Pure; every function answers a new cart. Money is whole rupiah. */

export const MOST_OF_ONE = 9_999

/** An empty cart. Its id becomes the sale's id, so that nothing paid twice is ever sold twice. */
export function openCart(id, openedAt) {
  return { id, opened_at: openedAt, lines: [], payments: [] }
}

/** What has been paid so far; it belongs to exactly these lines. */
export const paymentsOf = (cart) => cart.payments ?? []
export const paid = (payments) => payments.reduce((sum, payment) => sum + payment.amount, 0)
export const withPayment = (cart, payment) => ({ ...cart, payments: [...paymentsOf(cart), payment] })
export const withoutPayment = (cart, index) => ({ ...cart, payments: paymentsOf(cart).filter((_, place) => place !== index) })

/** A cart that changed is to be paid anew. */
export const payAnew = (before, after) => (after.lines === before.lines ? after : { ...after, payments: [] })

/** Puts a product in, or one more of it. A unique piece goes in once: then the cart comes back as it was. */
export function add(cart, product, quantity = 1, piece = null) {
  if (product.unique) return addPiece(cart, product, piece)
  const line = cart.lines.find((each) => each.sku === product.sku)
  if (line) return setQuantity(cart, line.key, line.quantity + quantity)
  return { ...cart, lines: [...cart.lines, withQuantity(makeLine(product, 1, null), quantity)] }
}

function addPiece(cart, product, piece) {
  const chosen = piece ?? nextOpenPiece(cart, product)
  if (chosen === undefined) return cart
  const there = cart.lines.some((line) => line.sku === product.sku && line.piece === chosen)
  return there ? cart : { ...cart, lines: [...cart.lines, makeLine(product, 1, chosen)] }
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
  return {
    key: piece === null ? product.sku : `${product.sku}/${piece}`,
    sku: product.sku,
    name: product.name,
    name_en: product.name_en ?? product.name,
    facility: product.facility,
    facility_name: product.facility_name ?? product.facility,
    unique: Boolean(product.unique),
    to_order: product.fulfilment === 'pesan',
    pickup: '',
    unit_price: product.price,
    quantity,
    most: product.max_per_buyer ?? MOST_OF_ONE,
    percent: 0,
    discount: 0,
    piece,
  }
}

/** Sets how many; nought takes the line out. A unique piece stays one. */
export function setQuantity(cart, key, quantity) {
  if (quantity < 1) return remove(cart, key)
  const change = (line) => {
    return line.key === key && !line.unique ? withQuantity(line, quantity) : line
  }
  return { ...cart, lines: cart.lines.map(change) }
}

/** As many as may be sold to one buyer, with the line's discount worked out anew. */
function withQuantity(line, quantity) {
  return discounted({ ...line, quantity: Math.min(quantity, line.most) })
}

/** Gives a line a discount in percent, down to whole hundreds of rupiah; nought takes it away. */
export function setDiscount(cart, key, percent) {
  return { ...cart, lines: cart.lines.map((line) => (line.key === key ? discounted({ ...line, percent }) : line)) }
}

/** How goods that are still to be made reach the buyer. */
export function setPickup(cart, key, pickup) {
  return { ...cart, lines: cart.lines.map((line) => (line.key === key ? { ...line, pickup } : line)) }
}

function discounted(line) {
  const hundreds = Math.floor((line.quantity * line.unit_price * (line.percent ?? 0)) / 10_000)
  return { ...line, discount: hundreds * 100 }
}

export function remove(cart, key) {
  return { ...cart, lines: cart.lines.filter((line) => line.key !== key) }
}

/** Puts a line back where it was (undo). */
export function restoreLine(cart, line, index) {
  const others = cart.lines.filter((each) => each.key !== line.key)
  return { ...cart, lines: [...others.slice(0, index), line, ...others.slice(index)] }
}

export const lineAmount = (line) => line.quantity * line.unit_price - line.discount
export const total = (cart) => cart.lines.reduce((sum, line) => sum + lineAmount(line), 0)
export const pieces = (cart) => cart.lines.reduce((sum, line) => sum + line.quantity, 0)
export const isEmpty = (cart) => cart.lines.length === 0
export const quantityOf = (cart, sku) =>
  cart.lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0)
