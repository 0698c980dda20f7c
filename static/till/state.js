/** What the till's page shows, and what follows from it. Pure but for the clock handed in. */

import { dateIn } from '../shared/clock.js'
import { categories, find, isFresh, soldSince } from './catalogue.js'
import { summary } from './delivery.js'
import { isSale } from './documents.js'
import { printerTroubles } from './printers.js'
import { openShift } from './shifts.js'

const SLOW_SENDING_MS = 2_000
export const FIRST_SHOWN = 120

/** The state a page starts with. */
export function firstState(language) {
  return {
    language,
    t: null,
    phase: 'loading',
    enrolment: null,
    enrol: { code: '', busy: false, problem: null },
    staff: { name: null, names: [], chosen: null, pin: '', busy: false, problem: null },
    stallName: '',
    timezone: undefined,
    demo: false,
    snapshot: null,
    fetchedAt: null,
    products: [],
    categories: [],
    query: '',
    category: null,
    found: [],
    shownLimit: FIRST_SHOWN,
    sold: {},
    troubles: [],
    printApp: null,
    fresh: false,
    today: '',
    cart: null,
    parked: [],
    shift: null,
    drawer: null,
    refund: null,
    mayApprove: false,
    discountLimit: 0,
    rules: {},
    stallSales: [],
    sheet: false,
    scan: null,
    pay: null,
    done: null,
    panel: null,
    triedToSend: false,
    quantity: null,
    order: null,
    orders: null,
    toast: null,
    entries: [],
    sales: [],
    rejected: [],
    held: [],
    summary: summary([]),
    reachable: null,
    practice: false,
    paused: false,
    moved: null,
    status: 'connecting',
    level: 'basic',
    clockOffset: null,
    heardAt: null,
  }
}

/** Works out everything that follows from the catalogue. */
export function deriveGoods(state) {
  state.categories = categories(state.products, state.snapshot?.categories ?? [], state.language)
  if (!state.categories.some((each) => each.code === state.category)) state.category = null
  state.found = find(state.products, state.query, state.category)
  state.sold = state.snapshot ? soldSince(state.entries, state.snapshot) : {}
  state.troubles = printerTroubles(state.snapshot?.printers, state.language)
}

/** Works out everything that follows from the sales on this tablet. */
export function deriveSales(state) {
  const newestFirst = [...state.entries].sort((a, b) => b.made_at - a.made_at || b.counter - a.counter)
  const sales = newestFirst.filter(isSale)
  state.sales = sales.slice(0, 30)
  state.rejected = newestFirst.filter((entry) => entry.state === 'rejected')
  state.held = newestFirst.filter((entry) => entry.state === 'held')
  state.summary = summary(state.entries)
  state.sold = state.snapshot ? soldSince(state.entries, state.snapshot) : {}
  deriveShift(state)
  if (state.done) state.done = state.entries.find((entry) => entry.id === state.done.id) ?? state.done
}

/** Works out which drawer is open. */
export function deriveShift(state) {
  state.shift = openShift(state.snapshot, state.entries, state.enrolment?.till)
}

/** Works out the one word about the connection. */
export function deriveStatus(state, now, onLine) {
  state.status = statusWord(state, now, onLine)
  state.today = dateIn(now, state.timezone)
  state.fresh = state.fetchedAt !== null && isFresh(state.fetchedAt, now)
}

function statusWord({ practice, paused, reachable, summary: { waiting, oldest_waiting_at: oldest } }, now, onLine) {
  if (practice) return 'practice'
  if (paused) return 'paused'
  if (!onLine || reachable === false) return 'offline'
  if (reachable === null) return 'connecting'
  return waiting > 0 && now - oldest > SLOW_SENDING_MS ? 'sending' : 'connected'
}
