/**
 * Giving a job's bytes to a print app: its steps, who may go on with one that stopped, and what can be said of it.
 * What is known of the one at work is a note on the tablet's disk; every step is a decision inside one transaction there.
 */

import { uuid4 } from '../shared/ids.js'

const PACKAGES = { rawbt: 'ru.a402d.rawbtprinter' }
const FORSAKEN_MS = 60_000 // a note of a tab that has not finished by then is of a tab that is gone

/**
 * note {read(), change(decide)}: `decide` is given what is noted and answers what shall be: null removes, undefined leaves it as it is;
 * change() answers the note that was written. report(form) says it to the server and answers whether that changed anything.
 */
export class HandOver {
  constructor({ tab, note, report, mayOpen, open, now = Date.now }) {
    Object.assign(this, { tab, note, report, mayOpen, open, now })
  }

  /** Gives a job to the app. The server lets one tab begin it, and only whose note it still is opens the app. */
  async give(job, printer, link) {
    const own = { ...this.mark(), step: 'leased', job: job.id, attempt: job.attempt + 1, printer, bytes: sizeOf(job.data) }
    if (!(await this.note.change((found) => (found ? undefined : own)))) return
    if (!(await this.report(startOf(own)))) return this.drop(own)
    if (!(await this.step(own, 'handing'))) return this.conclude(own)
    if (!this.mayOpen()) return this.putBack(own)
    this.open(link)
    const handed = await this.step(own, 'handed')
    if (handed) await this.conclude(handed)
  }

  /** Reports what an earlier hand-over came to; false while another tab is at it. `alone`: no other tab can be. */
  async settle(alone) {
    if (!(await this.note.read())) return true
    const taken = await this.note.change((found) => (found && this.mayTake(found, alone) ? { ...found, ...this.mark() } : undefined))
    if (!taken) return false
    await this.conclude(taken)
    return true
  }

  /** Whether what is noted has been left lying. */
  async isForsaken() {
    const found = await this.note.read()
    return Boolean(found) && this.isOld(found)
  }

  mayTake(note, alone) {
    return alone || note.tab === this.tab || this.isOld(note)
  }

  isOld({ at }) {
    return this.now() - at >= FORSAKEN_MS
  }

  /** A tab that is duplicated has its twin's name: what tells hand-overs apart is the nonce. */
  mark() {
    return { tab: this.tab, nonce: uuid4(), at: this.now() }
  }

  step(own, step) {
    return this.note.change((found) => (found?.nonce === own.nonce ? { ...own, step } : undefined))
  }

  drop(own) {
    return this.note.change((found) => (found?.nonce === own.nonce ? null : undefined))
  }

  /** The tap has gone stale meanwhile: the app was not opened, so the job waits for another one. */
  async putBack(own) {
    await this.step(own, 'leased')
    await this.conclude({ ...own, error: 'tap_needed' })
  }

  async conclude(note) {
    await this.report(reportOf(note))
    await this.drop(note)
  }
}

/** The link that gives bytes (in base64) to a print app: an intent for Android's Chrome, the app's own scheme elsewhere. */
export function handOverLink(app, data, userAgent) {
  if (!/Android.*Chrome\//.test(userAgent)) return `${app}:base64,${data}`
  const target = PACKAGES[app] ? `package=${PACKAGES[app]};` : ''
  return `intent:base64,${data}#Intent;scheme=${app};${target}end;`
}

const startOf = ({ job, printer, attempt, bytes }) => ({ do: 'start', job, printer, attempt, bytes_total: bytes })

/** What can be said of a job at this step of its hand-over: nothing has left, nobody knows, or the app has it. */
export function reportOf({ step, job, printer, attempt, bytes, error = 'tablet_restarted' }) {
  if (step === 'leased') return { do: 'requeue', job, printer, attempt, error }
  const sent = { state: 'sent', evidence: 'handed_to_os', bytes_sent: bytes }
  const doubt = { state: 'unconfirmed', error }
  return { do: 'finish', job, printer, ...(step === 'handed' ? sent : doubt) }
}

/** How many bytes a text in base64 stands for. */
export const sizeOf = (base64) => (base64.length / 4) * 3 - base64.match(/=*$/)[0].length
