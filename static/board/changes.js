/** What the server pushes to a screen that keeps the rest: only the rows that are no longer as they were. */

const SORTED = { stalls: 'no', facilities: 'code', categories: 'code', hours: 'hour' }
const LATEST = 20

/**
 * The snapshot after a change; null where the whole must be fetched. A change fits only the snapshot it was made from:
 * a row that went away and came back since is not in it, so what was fetched in between would keep the row as it was there.
 */
export function afterChange(shown, change) {
  if (!shown || change.journal !== shown.journal) return null
  if (change.seq <= shown.seq) return shown
  if (change.since !== shown.seq) return null
  const { since, ...changed } = change
  const after = { ...shown, ...changed }
  for (const [name, key] of Object.entries(SORTED)) {
    if (changed[name]) after[name] = merged(shown[name], changed[name], key).sort((one, other) => (one[key] < other[key] ? -1 : 1))
  }
  if (changed.payments) after.payments = merged(shown.payments, changed.payments, 'method')
  if (changed.latest) after.latest = withLatest(shown.latest, changed.latest)
  return after
}

function merged(rows, changed, key) {
  const fresh = new Map(changed.map((row) => [row[key], row]))
  const known = new Set(rows.map((row) => row[key]))
  return [...rows.map((row) => fresh.get(row[key]) ?? row), ...changed.filter((row) => !known.has(row[key]))]
}

/** New sales go in front, in their order; one that was corrected keeps its place. */
function withLatest(rows, changed) {
  const all = merged(rows, changed, 'number')
  return [...all.slice(rows.length), ...all.slice(0, rows.length)].slice(0, LATEST)
}
