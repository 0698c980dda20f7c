/** Putting carts aside while a buyer thinks, and taking them up again. */

import { openCart } from './cart.js'
import { drop, park, resume } from './carts.js'
import { changeCarts } from './db.js'
import { uuid4 } from '../shared/ids.js'

export function parking(till) {
  const { state } = till

  async function change(alter) {
    const before = state.cart
    Object.assign(state, await changeCarts(till.database, alter), { done: null, sheet: false, panel: null })
    till.tabs.postMessage('cart')
    till.act.cartChanged(before, state.cart)
    till.draw()
  }

  const parkCart = () => change((carts) => park(carts, openCart(uuid4(), Date.now()), Date.now()))
  const resumeCart = (id) => change((carts) => resume(carts, id, Date.now()))
  const dropCart = (id) => change((carts) => drop(carts, id))

  return { parkCart, resumeCart, dropCart }
}
