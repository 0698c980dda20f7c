/**
 * The tablet's own memory. Every promise of the till rests on two transactions here: a cart change, and a finished sale.
 * Stores: outbox (sales and all other documents, for good), meta (enrolment, counters, cart, staff), catalogue (the last snapshot).
 */

import { openDB } from '../vendor/idb/index.js'
import { uuid4 } from '../shared/ids.js'
import { openCart, payAnew, paymentsOf } from './cart.js'
import { makeSale, refusal } from './checkout.js'

const STRICT = { durability: 'strict' }

/** Opens (or makes) the memory. `onLost` is called when the browser itself closed it (some tablets do). */
export function openMemory(name, onLost) {
  return openDB(name, 1, {
    upgrade(database) {
      const outbox = database.createObjectStore('outbox', { keyPath: 'id' })
      outbox.createIndex('state', 'state')
      outbox.createIndex('made_at', 'made_at')
      database.createObjectStore('meta')
      database.createObjectStore('catalogue')
    },
    blocking(_current, _blocked, event) {
      event.target.close()
    },
    terminated: onLost,
  })
}

export const readMeta = (database, key) => database.get('meta', key)
export const writeMeta = async (database, key, value) => {
  const tx = database.transaction('meta', 'readwrite', STRICT)
  await tx.store.put(value, key)
  await tx.done
}

/** Applies a pure change to the open cart and those put aside: {cart, parked} in and out. */
export async function changeCarts(database, change) {
  const tx = database.transaction('meta', 'readwrite')
  const before = { cart: (await tx.store.get('cart')) ?? newCart(), parked: (await tx.store.get('parked')) ?? [] }
  const after = change(before)
  tx.store.put(after.cart, 'cart')
  tx.store.put(after.parked, 'parked')
  await tx.done
  return after
}

/** The open cart; makes one when there is none. */
export async function readCart(database) {
  return (await database.get('meta', 'cart')) ?? changeCart(database, (cart) => cart)
}

/** Applies a pure change to the stored cart, whichever tab asks, and answers the cart as it now is, with what is paid of it. */
export async function changeCart(database, change) {
  const tx = database.transaction('meta', 'readwrite')
  const before = (await tx.store.get('cart')) ?? newCart()
  const after = payAnew(before, change(before))
  await tx.store.put(after, 'cart')
  await tx.done
  return after
}

const newCart = () => openCart(uuid4(), Date.now())

/**
 * Turns the cart into a sale by its last payment: adds the sale, bumps the number, opens a new cart, all in one strict transaction.
 * Answers {entry, contact, cart, again}; `again` is true when this cart had been sold before (a double tap, another tab).
 * Throws CartChanged when the stored cart is no longer the one that was paid.
 */
export async function finishSale(database, { cart, payment, rules, soldAt, madeAt, staff, shift, practice = false }) {
  const tx = database.transaction(['outbox', 'meta'], 'readwrite', STRICT)
  const [outbox, meta] = [tx.objectStore('outbox'), tx.objectStore('meta')]
  const before = await outbox.get(cart.id)
  if (before) {
    const current = await meta.get('cart')
    await tx.done
    return { entry: before, contact: null, cart: current, again: true }
  }
  const [stored, enrolment] = [await meta.get('cart'), await meta.get('enrolment')]
  const payments = [...paymentsOf(stored ?? cart), payment]
  if (stored?.id !== cart.id || refusal(stored, payments, rules) !== null) {
    tx.abort()
    await tx.done.catch(() => {})
    throw new CartChanged()
  }
  const counterKey = `counter:${enrolment.till}`
  const counter = (await meta.get(counterKey)) ?? 1
  const document = makeSale({ cart: stored, payments, rules, till: enrolment.till, counter, soldAt, staff, shift })
  const entry = makeEntry(stored, document, counter, madeAt)
  const contact = practice ? null : contactEntry(stored, entry)
  const cartAfter = newCart()
  outbox.add(entry)
  if (contact) outbox.add(contact)
  meta.put(counter + 1, counterKey)
  meta.put(cartAfter, 'cart')
  await tx.done
  return { entry, contact, cart: cartAfter, again: false }
}

/** Where deliveries of a sale go: a document of its own, so that nothing of it is in the sale. */
function contactEntry({ contact }, { id, counter, made_at }) {
  if (!contact) return null
  return { id: uuid4(), kind: 'contact', counter, document: { sale: id, ...contact }, made_at, state: 'waiting', tries: 0, answer: null, problem: null }
}

/** The cart in the memory is not the one that was paid: another tab changed or sold it. */
export class CartChanged extends Error {}

function makeEntry(cart, document, counter, madeAt) {
  return {
    id: cart.id,
    kind: 'sale',
    counter,
    document,
    shown: cart.lines.map(({ name, name_en, facility_name }) => ({ name, name_en, facility_name })),
    made_at: madeAt,
    state: 'waiting',
    tries: 0,
    answer: null,
    problem: null,
    paper: null,
  }
}

/**
 * Keeps a document that is no sale, and leaves it to the outbox; `answer` where the server has given one already.
 * `mark` changes the sale it is about. One that must be `last` is not kept while anything else waits: then null.
 */
export async function keepDocument(database, { id, kind, document, madeAt, mark = null, answer = null, last = false }) {
  const tx = database.transaction('outbox', 'readwrite', STRICT)
  if (last && (await tx.store.index('state').count('waiting')) > 0) {
    await tx.done
    return null
  }
  const sale = document.sale && (await tx.store.get(document.sale))
  const state = answer ? 'sent' : 'waiting'
  const entry = { id, kind, counter: sale?.counter ?? 0, document, made_at: madeAt, state, tries: 0, answer, problem: null }
  if (sale && mark) tx.store.put({ ...sale, ...mark })
  tx.store.put(entry)
  await tx.done
  return entry
}

/** Every till code this memory ever counted for. */
export async function codesEver(database) {
  const keys = await database.getAllKeys('meta')
  return keys.filter((key) => key.startsWith('counter:')).map((key) => key.slice('counter:'.length))
}

export const waitingEntries = (database) => database.getAllFromIndex('outbox', 'state', 'waiting')
export const allEntries = async (database) => (await database.getAll('outbox')).map((entry) => ({ kind: 'sale', ...entry }))

/** Changes one entry of the outbox; what was delivered never becomes waiting again by a late failure. */
export async function changeEntry(database, id, change) {
  const tx = database.transaction('outbox', 'readwrite', STRICT)
  const entry = await tx.store.get(id)
  const after = entry && change(entry)
  if (after) await tx.store.put(after)
  await tx.done
  return after ?? entry
}

/** Changes many entries at once: nobody sees some of them changed. */
export async function changeEntries(database, ids, change) {
  const tx = database.transaction('outbox', 'readwrite', STRICT)
  for (const id of ids) tx.store.put(change(await tx.store.get(id)))
  await tx.done
}

/** Remembers who this tablet is; a code it had before keeps its counter and its sales. */
export async function enrolAs(database, enrolment) {
  const tx = database.transaction('meta', 'readwrite', STRICT)
  const counterKey = `counter:${enrolment.till}`
  const counter = (await tx.store.get(counterKey)) ?? 1
  tx.store.put(Math.max(counter, enrolment.next_number ?? 1), counterKey)
  tx.store.put(enrolment, 'enrolment')
  await tx.done
}

export const readCatalogue = (database) => database.get('catalogue', 'snapshot')
export const writeCatalogue = (database, snapshot, fetchedAt) => database.put('catalogue', { snapshot, fetchedAt }, 'snapshot')
export const readOrders = (database) => database.get('catalogue', 'orders')
export const writeOrders = (database, listed) => database.put('catalogue', listed, 'orders')
