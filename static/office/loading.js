/** What the office knows: fetched again and again, each person only what their role may see. */

import { get } from '../shared/api.js'

const ASKED_STATES = ['unconfirmed', 'failed', 'queued']

/** Everything the decisions need, and what the view at hand shows besides. */
export async function load(me, view) {
  const own = me.role === 'lead' ? `stall=${me.stall}&` : ''
  const [tills, printers, refunds, help, held, twice, ...jobs] = await Promise.all([
    get('/api/v1/tills'),
    get(`/api/v1/printers?${own}`),
    get('/api/v1/refunds?unapproved=1'),
    get('/api/v1/help'),
    me.role === 'lead' ? [] : get('/api/v1/held?undecided=1'),
    me.role === 'lead' ? [] : get('/api/v1/pieces-sold-twice'),
    ...ASKED_STATES.map((state) => get(`/api/v1/print-jobs?${own}state=${state}`)),
  ])
  return { tills, printers, refunds, help, held, twice, jobs: jobs.flat(), ...(await more(me, view)) }
}

async function more(me, view) {
  if (view === 'staff' && me.role !== 'treasurer') return { staff: await get('/api/v1/staff') }
  if (view === 'drawers') return { shifts: await get('/api/v1/shifts') }
  return {}
}

/** What changes seldom: the stalls and the products. */
export async function loadOnce() {
  const [stalls, products] = await Promise.all([get('/api/v1/stalls'), get('/api/v1/products')])
  return { stalls, products: new Map(products.map((product) => [product.sku, product])) }
}
