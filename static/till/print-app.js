/**
 * This tablet as the host of a print app: takes its printer's jobs one by one and hands their bytes over by a link.
 * The app answers nothing, so the best that can be said is `sent`; whatever is doubtful is left to people.
 */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { Problem, get, post, put } from '../shared/api.js'
import { icon } from '../shared/icon.js'
import { uuid4 } from '../shared/ids.js'
import { readMeta } from './db.js'
import { HandOver, handOverLink } from './hand-over.js'
import { printAppOf } from '../shared/print-apps.js'

const NOTE = 'handing_over'
const LOCK = 'lapak-print-app'

export class PrintApp {
  constructor(till) {
    this.till = till
    this.handOver = new HandOver({ tab: ownTab(), note: noteIn(till.database), report, mayOpen: mayOpenApp, open: openLink })
    this.waiting = null // {printer, job}: a browser opens an app only after a tap
    this.busy = false
  }

  /** Sees to this tablet's printers; called after every hint and every fetch. */
  look() {
    return this.alone(async () => {
      if (!(await this.offerNext()) || !mayOpenApp()) return
      await this.give()
      await this.offerNext()
    })
  }

  /** The tap on the button: what it named is handed over if that is still what is due. */
  tapped() {
    return this.alone(async () => {
      const named = this.waiting?.job.id
      if ((await this.offerNext()) && this.waiting.job.id === named) await this.give()
      await this.offerNext()
    })
  }

  /** One thing at a time, while somebody looks; a server that is away is asked again later. */
  async alone(does) {
    if (this.busy || document.visibilityState !== 'visible') return
    this.busy = true
    try {
      await onlyTab(this.handOver, async (sure) => {
        if (await this.handOver.settle(sure)) await does()
      })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    } finally {
      this.busy = false
      this.till.draw()
    }
  }

  printers() {
    return (this.till.state.snapshot?.printers ?? []).filter((printer) => printer.enabled && printAppOf(printer))
  }

  mine() {
    return this.printers().filter((printer) => printAppOf(printer).host === this.till.state.enrolment.till)
  }

  async offerNext() {
    for (const printer of this.mine()) {
      const job = await get(`/api/v1/agent/jobs/next?printer=${encodeURIComponent(printer.name)}&encoded=1`)
      if (job) {
        this.waiting = { printer, job }
        return true
      }
    }
    this.waiting = null
    return false
  }

  give() {
    const { printer, job } = this.waiting
    this.waiting = null
    return this.handOver.give(job, printer.name, handOverLink(printAppOf(printer).app, job.data, navigator.userAgent))
  }

  async choose(printer, till) {
    const { t } = this.till.state
    try {
      await put(`/api/v1/printers/${encodeURIComponent(printer.name)}/host`, { till })
      await this.till.sync.readPrinters()
      await this.look()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.till.act.say({ text: t('app_failed', { detail: error.detail }), kind: 'bad' })
    }
  }

  /** The button that hands the waiting paper over. */
  button() {
    const { t } = this.till.state
    if (!this.waiting) return nothing
    const number = this.waiting.job.document.number ?? t('app_paper')
    return html`<button class="button primary hand-over" @click=${() => this.tapped()}>${icon('printer')}${t('app_print', { number })}</button>`
  }

  /** Which tablet prints, in the status panel. */
  settings() {
    const { t } = this.till.state
    return html`<section class="print-app"><h3>${t('app_heading')}</h3>${this.printers().map((printer) => this.setting(printer, t))}
      <p class="hint">${t('app_app')}</p></section>`
  }

  setting(printer, t) {
    const own = this.till.state.enrolment.till
    const { host } = printAppOf(printer)
    const words = host === own ? 'app_here' : host ? 'app_elsewhere' : 'app_nobody'
    return html`<p>${t(words, { name: printer.name, till: host })}</p>
      <button class="button" data-printer=${printer.name} @click=${() => this.choose(printer, host === own ? null : own)}>
        ${icon('printer')}${t(host === own ? 'app_stop' : 'app_choose')}</button>`
  }
}

/** What was in hand before this page was loaded again is this tab's own. */
function ownTab() {
  try {
    sessionStorage.lapakTab ??= uuid4()
    return sessionStorage.lapakTab
  } catch {
    return uuid4() // storage is switched off: the note is settled a minute later
  }
}

/** Browsers open an app only while a tap is fresh; older ones do not say, and are tried. */
const mayOpenApp = () => navigator.userActivation?.isActive ?? true

/** Says it to the server; a refusal changes nothing. Throws while the server is away. */
async function report(form) {
  try {
    return (await post('/api/v1/agent/reports', form)).result
  } catch (error) {
    if (error instanceof Problem && error.status >= 400 && error.status < 500) return false
    throw error
  }
}

/** Where browsers know locks, one tab at a time, and whoever has the lock is sure of it; one that is frozen with it is passed by. */
function onlyTab(handOver, does) {
  if (!navigator.locks) return does(false)
  return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await does(true)
    else if (await handOver.isForsaken()) await does(false)
  })
}

/** The note of the hand-over at work: what is decided about it is on disk, and no other tab comes between. */
const noteIn = (database) => ({
  read: () => readMeta(database, NOTE),
  async change(decide) {
    const tx = database.transaction('meta', 'readwrite', { durability: 'strict' })
    const after = decide(await tx.store.get(NOTE))
    if (after) tx.store.put(after, NOTE)
    if (after === null) tx.store.delete(NOTE)
    await tx.done
    return after
  },
})

function openLink(link) {
  const anchor = document.createElement('a')
  anchor.href = link
  anchor.hidden = true
  document.body.append(anchor)
  anchor.click()
  anchor.remove()
}
