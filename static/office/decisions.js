/** What needs a person's decision, most urgent first. Pure. */

import { heldTogether } from './tablets.js'

const SILENT_MS = 180_000 // six missed reports
const HELD = ['late', 'stale', 'restored'] // holds that only a person lifts
const TROUBLE = ['paper_out', 'cover_open', 'offline', 'error']
const ORDER = ['help', 'heldTogether', 'held', 'rejected', 'twice', 'refund', 'unconfirmed', 'failed', 'printer', 'late', 'silent', 'labels']

/** Everything waiting for somebody: [{kind, key, stall, at, data}]. `now` in milliseconds. */
export function decisions({ help = [], held = [], tills = [], refunds = [], twice = [], jobs = [], printers = [], oldLabels = [] }, now) {
  const together = heldTogether(held)
  return [
    ...help.map((call) => item('help', call.till, call.stall, call.called_at, call)),
    ...together.map((all) => item('heldTogether', all.till, all.stall, all.at, all)),
    ...held.filter((sale) => !together.some(({ sales }) => sales.includes(sale))).map((sale) => item('held', sale.held_id, sale.stall, sale.received_at, sale)),
    ...tills.flatMap((till) => (till.rejected ?? []).map((sale) => item('rejected', `${till.code}/${sale.id ?? sale.number}`, till.stall, null, { ...sale, till: till.code }))),
    ...twice.map((pair) => item('twice', pair.piece, pair.sales[0].stall, pair.sales.at(-1).sold_at, pair)),
    ...refunds.map((refund) => item('refund', refund.id, refund.stall, refund.refunded_at, refund)),
    ...jobs.flatMap(jobDecision),
    ...printers.filter(inTrouble).map((printer) => item('printer', printer.name, printer.stall, printer.state_since, { ...printer, waiting: waitingFor(printer, jobs) })),
    ...tills.filter((till) => isSilent(till, now)).map((till) => item('silent', till.code, till.stall, till.last_seen, till)),
    ...(oldLabels.length ? [item('labels', 'labels', null, null, { n: oldLabels.length })] : []),
  ].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.at ?? '').localeCompare(b.at ?? ''))
}

const item = (kind, key, stall, at, data) => ({ kind, key, stall, at, data })

/** A tablet that holds unsent sales and has not been heard of. */
export function isSilent(till, now) {
  return till.state !== 'revoked' && till.waiting > 0 && now - Date.parse(till.last_seen) > SILENT_MS
}

/** How a tablet is doing: 'revoked', 'never', 'here' or 'away'. */
export function tillState(till, now) {
  if (till.state !== 'active') return till.state
  if (!till.last_seen) return 'never'
  return now - Date.parse(till.last_seen) > SILENT_MS ? 'away' : 'here'
}

/** A copy or a drawer kick that failed is simply asked for again; of labels every part counts. */
const mattersFailed = (job) => job.kind === 'label' || (job.copy === 0 && job.kind !== 'drawer')

function jobDecision(job) {
  if (job.state === 'unconfirmed') return [item('unconfirmed', job.id, job.stall, job.created_at, job)]
  if (job.state === 'failed' && mattersFailed(job)) return [item('failed', job.id, job.stall, job.created_at, job)]
  if (job.state === 'queued' && HELD.includes(job.hold)) return [item('late', job.id, job.stall, job.created_at, job)]
  return []
}

const inTrouble = (printer) => printer.enabled && TROUBLE.includes(printer.state)

const waitingFor = (printer, jobs) => jobs.filter((job) => job.state === 'queued' && job.printer === printer.name).length

/** The held sale's lines as they could be corrected, with the reasons that a correction can cure. */
export function needsLines(held) {
  return held.reasons.some((reason) => reason === 'unknown_product' || reason === 'total_mismatch')
}

/** What lines add up to with a document's rounding. */
export function sumOfLines(lines, rounding = 0) {
  return lines.reduce((sum, line) => sum + line.quantity * line.unit_price - (line.discount ?? 0), 0) + rounding
}

/** Products whose name, number, code or facility contains every word. */
export function searched(products, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return products.filter((product) => {
    const text = `${product.name} ${product.sku} ${product.code} ${product.facility_name} ${product.home}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

/** What a person read off a calibration page, as the server wants it. */
export function measured(answers) {
  const caps = {}
  if (answers.width_dots) caps.width_dots = Number(answers.width_dots)
  if (answers.columns) caps.columns = Number(answers.columns)
  if (answers.letters) caps.mode = answers.letters === 'yes' ? 'text' : 'raster'
  for (const name of ['cutter', 'drawer']) if (answers[name]) caps[name] = answers[name] === 'yes'
  return { caps, native_qr: answers.native_qr === 'yes', completion: answers.completion }
}

/** What the form does not ask stays as it was: what the calibration showed, as long as it is the same kind of paper. */
export function keptOf(known, { kind, media, language }) {
  const samePaper = known && known.kind === kind && known.media === media && known.language === language
  return samePaper ? { native_qr: known.native_qr, caps: known.caps } : {}
}

/** The printers that may take over from it: others of its kind that are in use, and the one chosen already. */
export const fallbacksFor = ({ name, kind, fallback }, printers) =>
  printers.filter((each) => each.name !== name && each.kind === kind && (each.enabled || each.name === fallback))
