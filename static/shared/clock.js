/** Moments as text and how far this device's clock is from the server's. Pure but for the default `now`. */

const two = (number) => String(number).padStart(2, '0')

/** A moment as ISO 8601 with the device's own offset, to the second. */
export function isoLocal(moment = new Date()) {
  const offset = -moment.getTimezoneOffset()
  const sign = offset < 0 ? '-' : '+'
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
  const date = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
  return `${date}T${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}${zone}`
}

/** Hours and minutes as Indonesia writes them: 14.05. Given a zone name, in that zone. */
export function hourText(moment, timeZone) {
  const parts = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone })
  return parts.format(moment).replace(':', '.')
}

/** The date of a moment as ISO (2018-04-03), in a zone. */
export function dateIn(moment, timeZone) {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(moment)
}

/** "3 April" for an ISO date. */
export function dayText(date, language = 'id') {
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(date))
}

/** "3 April 14.05": a day and an hour, for lists that reach back further than today. */
export function dayHourText(moment, language = 'id', timeZone = undefined) {
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone }).format(moment)
  return `${day} ${hourText(moment, timeZone)}`
}

/** Milliseconds the server is ahead, from a request's start and end here and the server's `Date` header. */
export function clockOffset(startedAt, endedAt, dateHeader) {
  const server = Date.parse(dateHeader)
  if (Number.isNaN(server)) return null
  return server + 500 - (startedAt + endedAt) / 2
}

/** A moment as a form's field of date and time has it (2018-04-06T15:00), in a zone. */
export function fieldTime(moment, timeZone) {
  return `${dateIn(moment, timeZone)}T${hourText(moment, timeZone).replace('.', ':')}`
}

/** What such a field says, as a moment in ISO 8601; null where it says nothing. */
export function momentOf(field, timeZone) {
  if (!field) return null
  const there = Date.parse(`${field}Z`)
  const offset = Date.parse(`${fieldTime(new Date(there), timeZone)}Z`) - there
  return new Date(there - offset).toISOString()
}
