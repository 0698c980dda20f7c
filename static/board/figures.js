/** What the hall reads off a snapshot: ranks, today's hours, who reports. Pure. */

const REPORTING_MS = 90_000 // a tablet reports every half minute
const HOUR_MS = 3_600_000

/** Rows in order of net (ties by pieces, then by name), each with its place and its share of the leader. */
export function ranked(rows, measure = (row) => row.net) {
  const order = [...rows].sort(
    (a, b) => measure(b) - measure(a) || b.pieces - a.pieces || a.name.localeCompare(b.name, 'id'),
  )
  const top = Math.max(1, order.length ? measure(order[0]) : 1)
  return order.map((row, index) => ({ ...row, place: index + 1, share: Math.max(0, measure(row)) / top }))
}

/** Facilities by the share of what they brought that is sold: fair to those who came with little. */
export function rankedByShareSold(facilities) {
  const brought = facilities.filter((facility) => facility.sell_through !== null)
  return ranked(brought, (facility) => facility.sell_through).map((row) => ({ ...row, share: Math.min(1, row.sell_through) }))
}

/** key -> how many places up (positive) or down since the last snapshot. */
export function moves(before, after, key) {
  const was = new Map(before.map((row) => [row[key], row.place]))
  return new Map(after.map((row) => [row[key], (was.get(row[key]) ?? row.place) - row.place]))
}

/** How many stalls are heard of, how many have fallen silent, and what still waits on tablets. */
export function coverage(stalls, asOf) {
  const now = Date.parse(asOf)
  const seen = stalls.filter((stall) => stall.last_seen !== null)
  const reporting = seen.filter((stall) => now - Date.parse(stall.last_seen) <= REPORTING_MS).length
  return {
    all: stalls.length,
    reporting,
    offline: seen.length - reporting,
    waiting: stalls.reduce((sum, stall) => sum + stall.waiting, 0),
    amount: stalls.reduce((sum, stall) => sum + (stall.waiting_amount ?? 0), 0),
  }
}

/** Today's hours from opening to closing, with the same hours of the day before that had sales. */
export function dayHours(snapshot) {
  const today = snapshot.as_of.slice(0, 10)
  const dates = [...new Set(snapshot.hours.map((row) => row.hour.slice(0, 10)))].sort()
  const shown = dates.includes(today) || !dates.length ? today : latestBefore(dates, today) ?? dates[0]
  const before = latestBefore(dates, shown)
  const [opens, closes] = openHours(snapshot, [shown, before])
  const hours = Array.from({ length: closes - opens + 1 }, (_, index) => opens + index)
  const series = (date) => hours.map((hour) => netAt(snapshot.hours, date, hour))
  return { date: shown, isToday: shown === today, before, hours, nets: series(shown), netsBefore: before ? series(before) : null }
}

/** What was sold today, in rupiah, pieces and sales. */
export function soldOn(snapshot, date) {
  const rows = snapshot.hours.filter((row) => row.hour.startsWith(date))
  const sum = (field) => rows.reduce((total, row) => total + row[field], 0)
  return { net: sum('net'), pieces: sum('pieces'), sales: sum('sales') }
}

/** Today against the day before at the same time of day, in whole percent; null where there is nothing to compare. */
export function againstYesterday(snapshot) {
  const { isToday, date, before } = dayHours(snapshot)
  if (!isToday || !before) return null
  const time = snapshot.as_of.slice(11)
  const base = soldUntil(snapshot.hours, before, time)
  return base > 0 ? Math.round((100 * (soldUntil(snapshot.hours, date, time) - base)) / base) : null
}

function soldUntil(hours, date, time) {
  const until = Number(time.slice(0, 2)) + Number(time.slice(3, 5)) / 60
  return hours
    .filter((row) => row.hour.startsWith(date))
    .reduce((sum, row) => sum + row.net * within(until - Number(row.hour.slice(11, 13))), 0)
}

const within = (share) => Math.min(1, Math.max(0, share))

const latestBefore = (dates, date) => dates.filter((each) => each < date).at(-1) ?? null

const netAt = (hours, date, hour) => hours.find((row) => row.hour.startsWith(`${date}T${two(hour)}`))?.net ?? 0

const two = (number) => String(number).padStart(2, '0')

/** The hours of the chart: the opening hours, and every hour outside them that had sales. */
function openHours(snapshot, dates) {
  const day = (snapshot.event.days ?? []).find((each) => each.date === dates[0]) ?? snapshot.event.days?.[0]
  const sold = snapshot.hours.filter((row) => dates.includes(row.hour.slice(0, 10))).map((row) => Number(row.hour.slice(11, 13)))
  const opens = Number(day?.opens?.slice(0, 2) ?? 9)
  const closes = Math.ceil(Number(day?.closes?.slice(0, 2) ?? 17) - 1)
  return [Math.min(opens, ...sold), Math.max(closes, ...sold)]
}

/** True if `fresh` should replace `shown`: another journal, a higher seq, or the same one looked at later. */
export function isNewer(fresh, shown) {
  if (!shown || fresh.journal !== shown.journal) return true
  return fresh.seq > shown.seq || (fresh.seq === shown.seq && Date.parse(fresh.as_of) > Date.parse(shown.as_of))
}

/** Whether the server is known to be further than what is shown. */
export const isBehind = (shown, pulse) => pulse.journal !== shown.journal || pulse.seq > shown.seq

/** "Kanwil Ditjenpas Jawa Barat" -> "Jawa Barat": on a ranking of regions the office's title is noise. */
export function shortStall(name) {
  return name.replace(/^Kanwil\s+(Ditjenpas|Kemenkumham)?\s*/i, '')
}

/** Widths of a figure in em, so that it can fill its third of the screen whatever its length. */
export function widthInEm(text) {
  return [...text].reduce((sum, character) => sum + (character === '.' ? 0.29 : character === ' ' ? 0.25 : 0.64), 0)
}

/** A moment's hour and minutes in the event's zone, from its ISO text with that zone's offset. */
export function clockIn(snapshot, moment) {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(snapshot.as_of)
  const minutes = offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0
  const local = new Date(moment + (minutes / 60) * HOUR_MS)
  return `${two(local.getUTCHours())}.${two(local.getUTCMinutes())}`
}
