/** How the stall's paper is doing: the printers, and each receipt. Pure. */

const TROUBLES = ['paper_out', 'cover_open', 'offline', 'error', 'paper_low']
const HELD = ['late', 'stale', 'restored']

/** The stall's receipt printers that need a hand: [{name, low, words}], what to do in the words of the server. */
export function printerTroubles(printers = [], language = 'id') {
  return printers
    .filter(({ enabled, kind, state }) => enabled && kind === 'receipt' && TROUBLES.includes(state))
    .map(({ name, state, reason, reason_en }) => ({ name, low: state === 'paper_low', words: (language === 'en' ? reason_en : reason) ?? state }))
}

/** Whether a job waits for a person and not for its printer. */
export const isHeld = (job) => HELD.includes(job.hold)

/** What is known about the original's paper. */
export function paperTick(entry) {
  if (entry.state === 'held') return 'held'
  const job = entry.paper
  if (!job) return 'waiting'
  if (job.hold) return isHeld(job) ? 'late' : 'blocked'
  const marks = { printed: 'done', sent: 'done', sending: 'sending', unconfirmed: 'unsure', superseded: 'copied', failed: 'failed', cancelled: 'failed' }
  return marks[job.state] ?? (job.error === 'no_printer' ? 'no_printer' : 'waiting')
}
