/** Unique pieces in the cart are reserved while the server can be asked, so that two tablets do not sell the same one. */

import { Problem, request } from '../shared/api.js'
import { remove } from './cart.js'
import { changeCart } from './db.js'

const AGAIN_MS = 4 * 60_000

export function reserving(till) {
  const { state } = till
  let renewedAt = 0

  /** Asks for a piece; if another cart has it, or it is sold, takes it out again and says so. Offline it stays. */
  async function reserve(cart, line) {
    try {
      await request('PUT', `/api/v1/reservations/${line.piece}`, { body: { cart: cart.id } })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.status === 409) await giveUp(cart, line, error.detail)
    }
  }

  async function giveUp(cart, line, detail) {
    if (state.cart.id !== cart.id) return
    state.cart = await changeCart(till.database, (stored) => (stored.id === cart.id ? remove(stored, line.key) : stored))
    till.tabs.postMessage('cart')
    till.act.say({ text: detail, kind: 'bad' })
  }

  /** Follows every change of the cart: what came in is reserved, what went out is free again. */
  function cartChanged(before, after) {
    if (till.practice) return
    const [had, has] = [pieceLines(before), pieceLines(after)]
    for (const line of has) if (before.id !== after.id || !had.some((each) => each.key === line.key)) reserve(after, line)
    if (before.id !== after.id) return
    for (const line of had) if (!has.some((each) => each.key === line.key)) release(before, line)
  }

  async function release(cart, line) {
    try {
      await request('DELETE', `/api/v1/reservations/${line.piece}`, { body: { cart: cart.id } })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }

  /** A cart that stays open keeps its pieces. */
  function keepReservations(now) {
    if (!state.reachable || till.practice || now - renewedAt < AGAIN_MS) return
    renewedAt = now
    for (const line of pieceLines(state.cart)) reserve(state.cart, line)
  }

  return { cartChanged, keepReservations }
}

const pieceLines = (cart) => cart.lines.filter((line) => line.piece)
