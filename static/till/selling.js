/** What a tap on the grid, the search or the cart does. */

import { dayText } from '../shared/clock.js'
import { rupiah } from '../shared/money.js'
import { add, empty, isAtLimit, isEmpty, limitOf, paid, paymentsOf, pieces, quantityOf, remove, restoreAll, restoreLine, setCartDiscount, setDiscount, setQuantity } from './cart.js'
import { find, freshness } from './catalogue.js'
import { productOf, scannedCode } from './codes.js'
import { changeCart } from './db.js'
import { FIRST_SHOWN } from './state.js'

const UNDO_MS = 6_000
const SAME_TAP_MS = 400
const SAME_PLACE_PX = 48

/** Every piece of a unique product is sold: while the tablet is up to date it is not offered again. */
const isGone = ({ unique, pieces: known }) => unique && known?.length > 0 && known.every((piece) => piece.state === 'sold')

export function selling(till) {
  const { state } = till
  let toastTimer = null

  /** Changes the stored cart and shows what came of it. */
  async function change(alter) {
    const before = state.cart
    state.cart = await changeCart(till.database, alter)
    till.tabs.postMessage('cart')
    till.act.cartChanged(before, state.cart)
    till.draw()
    const warning = partsDropped(before, state.cart)
    if (warning) say({ text: warning, kind: 'bad' })
    return before
  }

  /** Who changes a cart that was paid in part pays it anew. */
  function partsDropped(before, after) {
    const parts = paymentsOf(before)
    if (parts.length === 0 || paymentsOf(after).length > 0) return ''
    return state.t('parts_dropped', { amount: rupiah(paid(parts)) })
  }

  /** Says what went out of the cart, and offers to undo it. */
  function sayGone(before, text, undo) {
    say({ text: `${text} ${partsDropped(before, state.cart)}`.trim(), undo: () => change(undo) })
  }

  function say(toast) {
    clearTimeout(toastTimer)
    state.toast = toast
    toastTimer = setTimeout(closeToast, UNDO_MS)
    till.draw()
  }

  function closeToast() {
    state.toast = null
    till.draw()
  }

  /** The second tap of a double tap that finished a sale falls on a tile: it is not meant. */
  function isTailOfPaying(event) {
    const last = state.finishedTap
    if (!last || !event || event.timeStamp - last.at > SAME_TAP_MS) return false
    return Math.hypot(event.clientX - last.x, event.clientY - last.y) < SAME_PLACE_PX
  }

  async function addProduct(product, event = null, piece = null) {
    if (state.moved || isTailOfPaying(event)) return
    if (isExpired(product)) return sayExpired(product)
    if (isGone(product) && state.fresh) return say({ text: state.t('piece_sold', { name: nameOf(product) }), kind: 'attention' })
    if (!till.act.canPromise(product)) return
    state.done = null
    const before = await change((cart) => add(cart, product, 1, piece))
    if (pieces(before) !== pieces(state.cart)) return added(product)
    if (product.unique && !isAtLimit(state.cart, product)) say({ text: state.t('already_in_cart') })
    else sayLimit(limitOf(product))
  }

  const nameOf = ({ name, name_en }) => (state.language === 'en' && name_en) || name
  const isExpired = (product) => freshness(product, state.today) === 'expired'
  const sayExpired = (product) => say({ text: state.t('expired', { name: nameOf(product) }), kind: 'bad' })
  const sayLimit = (n) => say({ text: state.t('limit_reached', { n }), kind: 'attention' })

  /** A cart may have lain here over night: what has expired since is not sold, and said. */
  function holdsExpired() {
    const product = state.products.find((each) => isExpired(each) && quantityOf(state.cart, each.sku) > 0)
    if (product) sayExpired(product)
    return Boolean(product)
  }

  /** Goods to be made are asked about at once; others may not keep. */
  function added(product) {
    const line = state.cart.lines.find(({ sku, to_order, order }) => sku === product.sku && to_order && !order)
    if (line) till.act.askOrder(line)
    else warnOfDate(product)
  }

  function warnOfDate(product) {
    if (freshness(product, state.today) === 'last_day') say({ text: state.t('last_day', { name: nameOf(product), date: dayText(product.expires_on, state.language) }), kind: 'attention' })
  }

  /** A code typed or scanned: adds what it stands for; answers the product or null. */
  async function addCode(text) {
    const code = scannedCode(text)
    const match = code && productOf(state.products, code)
    if (!match) return null
    await addProduct(match.product, null, match.piece)
    return match.product
  }

  function search(query) {
    state.query = query
    state.shownLimit = FIRST_SHOWN
    state.found = find(state.products, query, state.category)
    till.draw()
  }

  async function searchKey(event) {
    if (event.key === 'Escape') search('')
    if (event.key !== 'Enter') return
    event.preventDefault()
    if (await addCode(state.query)) search('')
    else if (state.found.length === 1) {
      await addProduct(state.found[0])
      search('')
    }
  }

  function chooseCategory(code) {
    state.category = code
    search(state.query)
  }

  function showMore() {
    state.shownLimit += 4 * FIRST_SHOWN
    till.draw()
  }

  async function changeQuantity(key, quantity) {
    const index = state.cart.lines.findIndex((line) => line.key === key)
    const line = state.cart.lines[index]
    const product = state.products.find(({ sku }) => sku === line?.sku)
    if (product && quantity > line.quantity && !till.act.canPromise(product, quantity - line.quantity)) return
    const before = await change((cart) => (quantity < 1 ? remove(cart, key) : setQuantity(cart, key, quantity)))
    if (line && quantity > line.most) return sayLimit(line.most)
    if (quantity >= 1 || !line) return
    sayGone(before, state.t('removed', { name: nameOf(line) }), (cart) => restoreLine(cart, line, index))
  }

  const changeDiscount = (key, percent) => change((cart) => setDiscount(cart, key, percent))

  async function discountCart(percent) {
    till.act.closePanel()
    await change((cart) => setCartDiscount(cart, percent))
  }

  async function emptyCart() {
    const before = await change(empty)
    state.sheet = false
    if (isEmpty(before)) return
    sayGone(before, state.t('emptied'), (cart) => restoreAll(cart, before))
  }

  async function undo() {
    const { toast } = state
    closeToast()
    await toast?.undo?.()
  }

  function toggleSheet() {
    state.sheet = !state.sheet
    till.draw()
  }

  return { addProduct, addCode, search, searchKey, chooseCategory, showMore, setQuantity: changeQuantity, setDiscount: changeDiscount, discountCart, changeCart: change, emptyCart, holdsExpired, undo, closeToast, say, toggleSheet }
}
