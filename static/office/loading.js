/** What the office knows: fetched again and again, each person only what their role may see. */

import { get } from '../shared/api.js'

const ASKED_STATES = ['unconfirmed', 'failed', 'queued']

/** What the decisions need besides paper, and what the view at hand shows. */
export async function load(me, view) {
  const [tills, refunds, help, held, twice] = await Promise.all([
    get('/api/v1/tills'),
    get('/api/v1/refunds?unapproved=1'),
    get('/api/v1/help'),
    me.role === 'lead' ? [] : get('/api/v1/held?undecided=1'),
    me.role === 'lead' ? [] : get('/api/v1/pieces-sold-twice'),
  ])
  return { tills, refunds, help, held, twice, ...(await more(me, view)) }
}

/** Printers, and the jobs that may need somebody. */
export async function loadPaper(me) {
  const own = me.role === 'lead' ? `stall=${me.stall}&` : ''
  const [printers, ...jobs] = await Promise.all([
    get(`/api/v1/printers?${own}`),
    ...ASKED_STATES.map((state) => get(`/api/v1/print-jobs?${own}state=${state}`)),
  ])
  return { printers, jobs: jobs.flat() }
}

/** The products whose labels show another price than the till. */
export async function loadLabels(me) {
  if (me.role === 'treasurer') return { oldLabels: [] }
  return { oldLabels: await get('/api/v1/label-goods?reprint=1') }
}

async function more(me, view) {
  if (view === 'staff' && me.role !== 'treasurer') return { staff: await get('/api/v1/staff') }
  if (view === 'goods') return { deliveries: await get('/api/v1/consignments'), returns: await get('/api/v1/returns') }
  if (view === 'drawers') return { shifts: await get('/api/v1/shifts'), deposits: await get('/api/v1/deposits') }
  if (view === 'prices') return loadPrices()
  if (view === 'orders') return loadOrders(me)
  return {}
}

async function loadPrices() {
  const [closing, eventSettings, categories] = await Promise.all([get('/api/v1/closing-prices'), get('/api/v1/event-settings'), get('/api/v1/categories')])
  return { closing, eventSettings, categories }
}

async function loadOrders(me) {
  const [orders, goods, eventSettings] = await Promise.all([get('/api/v1/orders'), get('/api/v1/products'), me.role === 'organiser' ? get('/api/v1/event-settings') : null])
  return { orders, goods, eventSettings }
}

/** What changes seldom: the stalls and the products. */
export async function loadOnce() {
  const [stalls, products] = await Promise.all([get('/api/v1/stalls'), get('/api/v1/products')])
  return { stalls, products: new Map(products.map((product) => [product.sku, product])) }
}
