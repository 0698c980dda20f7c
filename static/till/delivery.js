/** Rules of sending a finished sale or another document: what an answer means, and how long to wait before the next attempt. Pure. */

import { waitsFor } from './documents.js'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000
const JITTER = 0.25
const DELIVERED = ['accepted', 'duplicate', 'held', 'open', 'closed']

// What a document is about may be held, still on its way or lost with a restored server: it waits for it.
const FOR_LATER = ['sale_unknown', 'sale_held', 'shift_unknown']

/**
 * What to do after an attempt: 'sent', 'held', 'rejected' (kept on a list, never sent again by itself),
 * 'pause' (this tablet must be enrolled again), 'skip' (the server stumbled over this one) or 'unreachable'.
 */
export function verdict(outcome, id) {
  return outcome.problem ? problemVerdict(outcome.problem) : answerVerdict(outcome.body, id)
}

/** Only an answer that names this very sale counts: a login page of somebody's Wi-Fi is no receipt. */
function answerVerdict(body, id) {
  if (!body || String(body.id).toLowerCase() !== id || !DELIVERED.includes(body.status)) return 'unreachable'
  return body.held_id || body.status === 'held' ? 'held' : 'sent'
}

function problemVerdict({ status, code }) {
  if (status === 0) return 'unreachable'
  if (code === 'no_problem_document') return status >= 500 ? 'skip' : 'unreachable'
  if (status === 401 || status === 403) return 'pause'
  if (FOR_LATER.includes(code)) return 'skip'
  if (status === 408 || status === 425 || status === 429) return 'unreachable'
  return status >= 500 ? 'skip' : 'rejected'
}

/** Milliseconds before attempt number `failures` + 1: doubling, capped, a little random, without end. */
export function waitAfter(failures, random = Math.random) {
  const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10))
  return Math.round(doubled * (1 - JITTER + 2 * JITTER * random()))
}

/**
 * The order of sending: first what was tried least, then by time, so that one bad sale never blocks the next.
 * The opening of a drawer goes before what went through it; what depends on another waits for that alone. Should a clock
 * that was put back make all of them wait for one another, all of them go.
 */
export function inSendingOrder(entries) {
  const ready = entries.filter((entry) => isFree(entry) || !entries.some((other) => waitsFor(entry, other)))
  return (ready.length ? ready : [...entries]).sort((a, b) => rank(a) - rank(b) || a.tries - b.tries || a.made_at - b.made_at || a.counter - b.counter)
}

const isFree = ({ kind = 'sale', document }) => kind === 'sale' && !document?.sale
const rank = ({ kind }) => (kind === 'shift' ? 0 : 1)

/** One line about the outbox for the status chip and the report to the office. */
export function summary(entries) {
  const waiting = entries.filter((entry) => entry.state === 'waiting')
  return {
    waiting: waiting.length,
    waiting_amount: waiting.reduce((sum, entry) => sum + (entry.document.total ?? 0), 0),
    oldest_waiting_at: waiting.length ? Math.min(...waiting.map((entry) => entry.made_at)) : null,
    rejected: entries.filter((entry) => entry.state === 'rejected').length,
    held: entries.filter((entry) => entry.state === 'held').length,
  }
}
