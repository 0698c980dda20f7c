/** Which orders the office shows, and in which order. Pure. */

export const WAITING = ['open', 'paid']

/** The rows to be shown: of one facility or all, what waits first by its day. */
export function ordersShown(orders, { facility, done }) {
  return orders
    .filter((order) => (!facility || order.facility === facility) && (done || WAITING.includes(order.state)))
    .sort((a, b) => Number(!WAITING.includes(a.state)) - Number(!WAITING.includes(b.state)) || (a.due_on ?? '9999').localeCompare(b.due_on ?? '9999'))
}
