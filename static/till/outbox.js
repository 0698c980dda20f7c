/** Sends finished sales and other documents to the server, again and again until each is answered. Never gives up, never drops. */

import { Problem, request } from '../shared/api.js'
import { isoLocal } from '../shared/clock.js'
import { changeEntry, waitingEntries } from './db.js'
import { inSendingOrder, verdict, waitAfter } from './delivery.js'
import { answeredAs, bodyOf, isSale, nameless, pathOf } from './documents.js'

const STUMBLES_BEFORE_REST = 2
const PAUSE_MS = 30_000

/** The outbox of one tab. `memory.database` is the open database; `onChange(entry)` after every entry that changed, `onState({reachable})` after every pass. */
export class Outbox {
  constructor(memory, { onChange, onState, onAnswer = () => {} }) {
    this.memory = memory
    this.onChange = onChange
    this.onState = onState
    this.onAnswer = onAnswer
    this.failures = 0
    this.paused = false
    this.busy = false
    this.again = false
    this.timer = null
  }

  /** Tries now: after a sale, when the network, the page or the live channel comes back. */
  async kick() {
    if (this.memory.practice) return
    if (this.busy) {
      this.again = true
      return
    }
    this.busy = true
    clearTimeout(this.timer)
    this.timer = null
    try {
      do {
        this.again = false
        await this.pass()
      } while (this.again)
    } finally {
      this.busy = false
    }
  }

  /** Tries if nothing else is going to: the pauses after failures are kept. */
  nudge() {
    if (this.timer === null) this.kick()
  }

  /** One attempt for every waiting document; stops early when the server cannot be reached. */
  async pass() {
    const entries = inSendingOrder(await waitingEntries(this.memory.database))
    let [stumbles, reachable, paused] = [0, true, false]
    for (const entry of entries) {
      const result = await this.attempt(entry)
      if (result === 'pause') {
        paused = true
        if (isSale(entry)) break
        continue // a revoked tablet may still hand in its sales
      }
      reachable = result !== 'unreachable'
      if (result === 'skip' || !reachable) stumbles += 1
      if (!reachable || stumbles >= STUMBLES_BEFORE_REST) break
      if (result === 'sent') stumbles = 0
    }
    if (paused) return this.rest(PAUSE_MS, { reachable: true, paused })
    return stumbles ? this.restLonger(reachable) : this.settle(entries.length > 0)
  }

  settle(heard) {
    this.failures = 0
    this.paused = false
    this.onState({ reachable: heard ? true : null })
  }

  restLonger(reachable) {
    this.failures += 1
    this.rest(waitAfter(this.failures), { reachable, paused: false })
  }

  rest(milliseconds, { reachable, paused }) {
    this.again = false
    this.paused = paused
    this.onState({ reachable })
    this.timer = setTimeout(() => this.kick(), milliseconds)
  }

  /** Sends one document and writes down what came of it; answers the verdict. */
  async attempt(entry) {
    const outcome = await this.send(entry)
    const result = verdict(outcome, answeredAs(entry))
    const changed = await changeEntry(this.memory.database, entry.id, (current) => afterAttempt(current, result, outcome))
    this.onChange(changed, result)
    return result
  }

  async send(entry) {
    try {
      const answer = await request('PUT', pathOf(entry), { body: bodyOf(entry, isoLocal()) })
      this.onAnswer(answer)
      return answer
    } catch (error) {
      if (error instanceof Problem) return { problem: error }
      throw error
    }
  }
}

/** The entry after an attempt. Another tab may have delivered it meanwhile: then it stays delivered. */
export function afterAttempt(entry, result, outcome) {
  if (entry.state !== 'waiting') return entry
  const tried = { ...entry, tries: entry.tries + 1 }
  if (result === 'sent' || result === 'held') return nameless({ ...tried, state: result, answer: outcome.body, problem: null })
  const problem = outcome.problem && { code: outcome.problem.code, status: outcome.problem.status, detail: outcome.problem.detail }
  return { ...tried, state: result === 'rejected' ? 'rejected' : 'waiting', problem: problem ?? null }
}
