/** Which orders the office shows, and in which order. Pure. */

const WAITING = ['open', 'paid']

/** What still has to be made, fetched or paid: goods that were handed over unpaid are not done. */
export const isWaiting = (order) => WAITING.includes(order.state) || order.unpaid > 0

/** The rows to be shown: of one facility or all, what waits first by its day. */
export function ordersShown(orders, { facility, done }) {
  return orders
    .filter((order) => (!facility || order.facility === facility) && (done || isWaiting(order)))
    .sort((a, b) => Number(!isWaiting(a)) - Number(!isWaiting(b)) || (a.due_on ?? '9999').localeCompare(b.due_on ?? '9999'))
}
