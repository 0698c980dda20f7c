/** What tablets hand in late: held sales that go together, and the rows of a saved file. Pure. */

/** Held sales that need nothing but a yes to their till, by till, where there is more than one: [{till, stall, sales, total}]. */
export function heldTogether(held) {
  const byTill = new Map()
  for (const sale of held.filter(isForItsTillAlone)) byTill.set(sale.till, [...(byTill.get(sale.till) ?? []), sale])
  return [...byTill]
    .filter(([, sales]) => sales.length > 1)
    .map(([till, sales]) => ({ till, stall: sales[0].stall, at: sales[0].received_at, sales, total: sales.reduce((sum, sale) => sum + sale.total, 0) }))
}

const isForItsTillAlone = ({ reasons = [] }) => reasons.length === 1 && reasons[0] === 'till_revoked'

const STATUSES = ['accepted', 'duplicate', 'held', 'waiting', 'rejected']
const FINE = ['accepted', 'duplicate']

/** How many rows became what. */
export const counted = (rows) => Object.fromEntries(STATUSES.map((status) => [status, rows.filter((row) => row.status === status).length]))

/** The rows somebody has to look at. */
export const remarkable = (rows) => rows.filter((row) => !FINE.includes(row.status))

/** What is settled, newest first: decided held sales and refused documents that were put away. */
export function settled(held, putAway) {
  return [
    ...held.filter(({ decision }) => decision).map((sale) => ({ kind: 'held', key: sale.held_id, at: sale.decided_at, by: sale.decided_by, amount: sale.total, ...sale })),
    ...putAway.map((document) => ({ kind: 'rejected', key: `${document.till}/${document.id}`, amount: document.document.total ?? 0, ...document })),
  ].sort((a, b) => b.at.localeCompare(a.at))
}
