/** The open cart and those put aside. Pure; each function answers {cart, parked}. */

import { isEmpty } from './cart.js'

/** Puts the open cart aside; `fresh` becomes the open one. An empty cart stays where it is. */
export function park({ cart, parked }, fresh, now) {
  if (isEmpty(cart)) return { cart, parked }
  return { cart: fresh, parked: [...parked, { ...cart, parked_at: now }] }
}

/** Takes a cart up again; what was open is put aside in turn. */
export function resume({ cart, parked }, id, now) {
  const wanted = parked.find((each) => each.id === id)
  if (!wanted) return { cart, parked }
  const others = parked.filter((each) => each.id !== id)
  const { parked_at: _, ...reopened } = wanted
  return { cart: reopened, parked: isEmpty(cart) ? others : [...others, { ...cart, parked_at: now }] }
}

/** Drops a cart that was put aside. */
export const drop = ({ cart, parked }, id) => ({ cart, parked: parked.filter((each) => each.id !== id) })
