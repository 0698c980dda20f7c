/** Keeps catalogue, stock and paper up to date, and reports this tablet's state. HTTP is the truth; the live channel only hints. */

import { Problem, get, put, request } from '../shared/api.js'
import { isoLocal } from '../shared/clock.js'
import { follow } from '../shared/live.js'
import { changeEntry, readMeta, writeCatalogue } from './db.js'
import { batteryPercent } from './device.js'
import { nameless } from './documents.js'
import { movedTo } from './home.js'
import { printAppOf } from '../shared/print-apps.js'

const FETCH_GAP_MS = 2_000
const POLL_MS = 15_000
const POLL_WHILE_LIVE_MS = 45_000
const REPORT_MS = 30_000
const REPORT_SOON_MS = 1_500
const PAPER_CHECKS_MS = [600, 1_200, 2_500, 5_000, 10_000, 20_000] // alone; with the live channel only from PAPER_IS_SLOW on
const PAPER_IS_SLOW = 2 // check after which the printer itself is looked at
const ASK_ONE_BY_ONE = 3 // open receipts; for more of them the stall's list is one request
const STALLS_LIST = 100
const PAPER_DONE = ['printed', 'sent', 'failed', 'cancelled', 'superseded']

export class Sync {
  constructor(till) {
    this.till = till
    this.live = null
    this.etag = null
    this.fetching = false
    this.refused = false
    this.lastFetch = 0
    this.fetchTimer = null
    this.reportTimer = null
    this.reportsProblems = true
    this.toLookAt = new Set()
    this.looking = false
  }

  /** Begins, or begins again for another stall. */
  start() {
    this.live?.close()
    clearInterval(this.reporting)
    this.etag = null
    this.live = follow('/till', 'hint', {
      onNewer: () => this.fetchSoon(),
      onState: (word) => this.liveChanged(word),
      hears: { paper: (hint) => this.paperChanged(hint) },
      onReturn: () => {
        this.till.outbox.kick()
        this.fetchSoon()
      },
    })
    this.reporting = setInterval(() => this.report(), REPORT_MS)
    this.fetchNow()
    this.reportSoon()
  }

  liveChanged(word) {
    if (word === 'online') this.till.outbox.kick()
    this.fetchSoon()
  }

  /** Fetches after a short, slightly random pause, so that 33 tablets do not ask in the same instant. */
  fetchSoon() {
    const wait = Math.max(0, this.lastFetch + FETCH_GAP_MS - Date.now()) + Math.random() * 300
    this.schedule(wait)
  }

  schedule(wait) {
    clearTimeout(this.fetchTimer)
    this.fetchTimer = setTimeout(() => this.fetchNow(), wait)
  }

  async fetchNow() {
    if (this.fetching) return
    this.fetching = true
    this.lastFetch = Date.now()
    try {
      await this.fetchSnapshot()
      await this.feedPrintApp()
      this.refused = false
      this.till.heard({ reachable: true })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.failed(error)
    } finally {
      this.fetching = false
      this.schedule((this.live?.connected() ? POLL_WHILE_LIVE_MS : POLL_MS) * (0.9 + Math.random() * 0.2))
    }
  }

  failed({ status, code }) {
    const ours = code !== 'no_problem_document'
    this.refused = ours && (status === 401 || status === 403)
    this.till.heard({ reachable: status >= 400 && ours })
  }

  async fetchSnapshot() {
    const { state } = this.till
    const headers = this.etag ? { 'If-None-Match': this.etag } : {}
    const answer = await request('GET', `/api/v1/stalls/${state.enrolment.stall}/till`, { headers })
    this.till.measureClock(answer)
    state.fetchedAt = Date.now()
    if (answer.status === 304) return
    const known = state.snapshot
    if (known && known.journal === answer.body.journal && answer.body.seq < known.seq) return
    this.etag = answer.headers.get('ETag')
    state.moved = movedTo(answer.body, state.enrolment.till)
    const troubled = state.troubles.length
    this.till.showCatalogue(answer.body, Date.now())
    await writeCatalogue(this.till.database, answer.body, Date.now())
    await this.till.act.offerAgain(answer.body.offer_again_at)
    if (state.troubles.length < troubled) this.watchOpenPapers()
  }

  /** The printer is well again: what waited for it comes out now. */
  watchOpenPapers() {
    for (const entry of this.openPapers()) this.watchPaper(entry)
  }

  openPapers() {
    return this.till.state.sales.filter((entry) => entry.state === 'sent' && !PAPER_DONE.includes(entry.paper?.state))
  }

  /** The stall's printers or jobs are not as they were; what they are now is asked over HTTP, one look at a time. */
  async paperChanged({ look }) {
    if (this.till.practice) return
    for (const topic of look) this.toLookAt.add(topic)
    if (this.looking) return
    this.looking = true
    while (this.toLookAt.size) await this.lookAtPaper([...this.toLookAt])
    this.looking = false
  }

  async lookAtPaper(topics) {
    this.toLookAt.clear()
    if (topics.includes('printers')) await this.readPrinters()
    if (topics.includes('jobs')) await this.refreshPapers()
    if (topics.includes('queue')) await this.feedPrintApp()
  }

  /** Where the stall prints through an app on a tablet, this may be that tablet. */
  async feedPrintApp() {
    const { state } = this.till
    if (this.till.practice || !state.snapshot?.printers?.some(printAppOf)) return
    if (!state.printApp) state.printApp = new (await import('./print-app.js')).PrintApp(this.till)
    await state.printApp.look()
  }

  async readPrinters() {
    const { state } = this.till
    const printers = await this.ask(`/api/v1/printers?stall=${state.enrolment.stall}`)
    if (!printers || !state.snapshot) return
    this.etag = null // what is shown is no longer the snapshot that was fetched
    this.till.showPrinters(printers)
  }

  /** Follows one receipt until it is on paper or somebody has to look; the live channel is faster, this never fails. */
  watchPaper(entry, step = this.live?.connected() ? PAPER_IS_SLOW : 0) {
    if (this.till.practice || step >= PAPER_CHECKS_MS.length) return
    setTimeout(async () => {
      if (this.isOnPaper(entry.id)) return
      const job = await this.readPaper(entry)
      const over = job && PAPER_DONE.includes(job.state)
      if (!this.live?.connected() && (step === PAPER_IS_SLOW || (over && this.till.state.troubles.length))) this.fetchSoon()
      if (over) return
      this.watchPaper(entry, step + 1)
    }, PAPER_CHECKS_MS[step])
  }

  isOnPaper(id) {
    const { state } = this.till
    return PAPER_DONE.includes(state.entries.find((entry) => entry.id === id)?.paper?.state)
  }

  /** The original's print job, remembered with the sale; null when it cannot be asked. */
  async readPaper(entry) {
    const jobs = await this.ask(`/api/v1/print-jobs?sale=${entry.id}`)
    const job = jobs && originalOf(entry.id, jobs)
    if (job) await this.keepPaper(job)
    return job
  }

  async keepPaper({ id, subject, state, error, hold }) {
    const changed = await changeEntry(this.till.database, subject, (current) => ({ ...current, paper: { id, state, error, hold } }))
    this.till.entryChanged(changed)
  }

  async originalJob(saleId) {
    return originalOf(saleId, await get(`/api/v1/print-jobs?sale=${saleId}`)) ?? null
  }

  /** An answer, or null when there was none to be had. */
  async ask(path) {
    try {
      return await get(path)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return null
    }
  }

  /** What the other tablets of the stall sold lately. */
  async readStallSales() {
    if (this.till.practice) return
    const { state } = this.till
    const sales = await this.ask(`/api/v1/sales?stall=${state.enrolment.stall}&limit=40`)
    const own = new Set(state.entries.map((entry) => entry.id))
    if (sales) this.till.show({ stallSales: sales.filter((sale) => !own.has(sale.id)) })
  }

  async refreshPapers() {
    if (this.till.practice) return
    const open = this.openPapers()
    if (open.length <= ASK_ONE_BY_ONE) for (const entry of open) await this.readPaper(entry)
    else await this.readStallsPapers(open)
  }

  async readStallsPapers(open) {
    const jobs = (await this.ask(`/api/v1/print-jobs?stall=${this.till.state.enrolment.stall}&limit=${STALLS_LIST}`)) ?? []
    for (const { id, paper } of open) {
      const job = originalOf(id, jobs)
      if (job && isOtherThan(job, paper)) await this.keepPaper(job)
    }
  }

  reportSoon() {
    if (this.till.practice) return
    clearTimeout(this.reportTimer)
    this.reportTimer = setTimeout(() => this.report(), REPORT_SOON_MS)
  }

  /** Tells the office what waits here, so that the board can say what it does not know yet. */
  async report() {
    const { enrolment } = this.till.state
    try {
      const { put_away: done } = await put(`/api/v1/tills/${enrolment.till}/report`, await this.reportBody())
      await this.till.act.putAway(done ?? [])
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.status === 422) this.reportsProblems = false
    }
  }

  async reportBody() {
    const { state, database } = this.till
    const { waiting, waiting_amount } = state.summary
    const next_number = (await readMeta(database, `counter:${state.enrolment.till}`)) ?? 1
    const body = { waiting, waiting_amount, next_number, sent_at: isoLocal() }
    const battery = await batteryPercent()
    if (battery !== null) body.battery = battery
    if (this.reportsProblems) body.rejected = state.rejected.map(rejectedReport)
    return body
  }
}

const originalOf = (sale, jobs) => jobs.find((job) => job.subject === sale && job.kind === 'receipt' && job.copy === 0)

const isOtherThan = (job, paper) => !paper || ['id', 'state', 'error', 'hold'].some((key) => job[key] !== paper[key])

const rejectedReport = (entry) => ({
  id: entry.id, number: entry.document.number, code: entry.problem?.code ?? '', detail: entry.problem?.detail ?? '', document: nameless(entry).document,
})
