/** The till's page: the only holder of state. Opens the memory, draws, and lets the parts talk to each other. */

import { render } from '../vendor/lit-html/lit-html.js'
import { clockOffset } from '../shared/clock.js'
import { chosenLanguage, rememberLanguage, translator } from '../shared/texts.js'
import { isEmpty } from './cart.js'
import { keepAwake, keepData, keepShell } from './device.js'
import { isSale } from './documents.js'
import { drawer } from './drawer.js'
import { enrolling } from './enrolling.js'
import { allEntries, enrolAs, openMemory, readCart, readCatalogue, readMeta, writeCatalogue } from './db.js'
import { prepare } from './catalogue.js'
import { Outbox } from './outbox.js'
import { ordering } from './ordering.js'
import { parking } from './parking.js'
import { panels } from './panels.js'
import { paying } from './paying.js'
import { refunding } from './refunding.js'
import { rescue } from './rescue.js'
import { reserving } from './reserving.js'
import { scanning } from './scanning.js'
import { selling } from './selling.js'
import { deriveGoods, deriveSales, deriveShift, deriveStatus, firstState } from './state.js'
import { staffing } from './staffing.js'
import { Sync } from './sync.js'
import { TEXTS } from './texts.js'
import { view } from './view.js'

const TICK_MS = 5_000
const MEMORY = 'lapak-till'
const PRACTICE_MEMORY = 'lapak-practice'

class Till {
  constructor(root) {
    this.root = root
    this.practice = new URLSearchParams(location.search).has('practice')
    this.state = { ...firstState(chosenLanguage()), demo: document.body.dataset.demo === 'yes' }
    this.database = null
    this.tabs = new BroadcastChannel(this.practice ? PRACTICE_MEMORY : MEMORY)
    this.outbox = new Outbox(this, {
      onChange: (entry, result) => this.entryChanged(entry, result),
      onState: (news) => this.heard(news),
      onAnswer: (answer) => this.measureClock(answer),
    })
    this.sync = new Sync(this)
    this.act = {}
    for (const part of [selling, ordering, paying, parking, scanning, drawer, refunding, rescue, reserving, panels, staffing, enrolling]) Object.assign(this.act, part(this))
    this.speak(this.state.language)
  }

  /** Opens the memory and shows what is in it; asks the server only afterwards. */
  async start() {
    this.root.replaceChildren()
    this.draw()
    await this.openDatabase()
    await this.recall()
    this.listen()
    this.settleIn()
    if (this.practice) this.show({ practice: true, phase: 'sell' })
    else await this.act.findEnrolment()
  }

  async openDatabase() {
    const name = this.practice ? PRACTICE_MEMORY : MEMORY
    this.database = await openMemory(name, () => this.openDatabase())
    if (this.practice) await this.borrowCatalogue()
  }

  /** Practice has its own books; it only borrows the stall and the catalogue, and sends nothing. */
  async borrowCatalogue() {
    const real = await openMemory(MEMORY, () => {})
    const [enrolment, stored] = [await readMeta(real, 'enrolment'), await readCatalogue(real)]
    real.close()
    if (!enrolment || !stored) return location.replace('/till')
    await enrolAs(this.database, { ...enrolment, till: this.state.t('practice_till') })
    await writeCatalogue(this.database, stored.snapshot, stored.fetchedAt)
  }

  async recall() {
    const [enrolment, cart, stored, entries, staff, parked] = await Promise.all([
      readMeta(this.database, 'enrolment'),
      readCart(this.database),
      readCatalogue(this.database),
      allEntries(this.database),
      readMeta(this.database, 'staff'),
      readMeta(this.database, 'parked'),
    ])
    Object.assign(this.state, { enrolment: enrolment ?? null, cart, entries, parked: parked ?? [] })
    this.state.staff.name = staff ?? null
    deriveSales(this.state)
    if (stored) this.showCatalogue(stored.snapshot, stored.fetchedAt)
    if (stored?.snapshot.moved && stored.snapshot.till === enrolment?.till) this.state.moved = { origin: stored.snapshot.address }
  }

  listen() {
    this.tabs.onmessage = ({ data }) => this.otherTab(data)
    addEventListener('online', () => this.outbox.kick())
    addEventListener('offline', () => this.draw())
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.outbox.kick())
    addEventListener('popstate', () => this.act.back())
    addEventListener('keydown', (event) => this.act.payByKey(event))
    history.pushState(null, '')
    setInterval(() => this.tick(), TICK_MS)
  }

  /** Makes the most of what this tablet allows; nothing here is needed to sell. */
  settleIn() {
    keepAwake()
    keepData()
    keepShell({
      onLevel: (level) => this.show({ level }),
      onNewVersion: () => this.renewWhenIdle(),
    })
  }

  /** A newer till is there: takes it up as soon as nobody is being served. */
  renewWhenIdle() {
    const { cart, pay, panel, done } = this.state
    if (isEmpty(cart) && !pay && !panel && !done) location.reload()
    else setTimeout(() => this.renewWhenIdle(), TICK_MS)
  }

  show(changes) {
    Object.assign(this.state, changes)
    this.draw()
  }

  /** Begins to sell as the tablet it is enrolled as. */
  openShop() {
    this.state.phase = 'sell'
    this.draw()
    this.outbox.kick()
    this.sync.start()
  }

  tick() {
    if (this.state.summary.waiting > 0) this.outbox.nudge()
    if (this.state.cart) this.act.keepReservations(Date.now())
    this.draw()
  }

  async otherTab(kind) {
    if (kind === 'cart') {
      this.state.cart = await readCart(this.database)
      this.state.parked = (await readMeta(this.database, 'parked')) ?? []
    }
    if (kind === 'outbox') await this.reloadEntries()
    if (kind === 'enrolment') this.state.enrolment = await readMeta(this.database, 'enrolment')
    this.draw()
  }

  async reloadEntries() {
    this.state.entries = await allEntries(this.database)
    deriveSales(this.state)
  }

  /** A sale on this tablet is new or has changed. */
  entryChanged(entry, result = null) {
    const others = this.state.entries.filter((each) => each.id !== entry.id)
    this.state.entries = [...others, entry]
    deriveSales(this.state)
    this.tabs.postMessage('outbox')
    if (result === 'sent' && isSale(entry)) this.sync.watchPaper(entry)
    this.sync.reportSoon()
    this.draw()
  }

  /** What a request told about the connection; null means that nothing was heard. */
  heard({ reachable }) {
    if (reachable !== null) this.state.reachable = reachable
    if (reachable) this.state.heardAt = Date.now()
    this.state.paused = this.outbox.paused || this.sync.refused
    this.draw()
  }

  measureClock({ headers, startedAt, endedAt }) {
    const offset = clockOffset(startedAt, endedAt, headers.get('Date'))
    if (offset !== null) this.state.clockOffset = offset
  }

  /** Takes a catalogue; never touches the cart or a sale. */
  showCatalogue(snapshot, fetchedAt) {
    const { state } = this
    Object.assign(state, {
      snapshot,
      fetchedAt,
      products: prepare(snapshot, state.enrolment?.stall ?? null),
      discountLimit: state.mayApprove ? 100 : (snapshot.settings?.max_discount_percent ?? 0),
      rules: { cash_rounding: snapshot.settings?.cash_rounding ?? 0, min_deposit_percent: snapshot.settings?.min_deposit_percent ?? 50 },
      stallName: snapshot.stall?.name ?? state.enrolment?.stall_name ?? '',
      demo: snapshot.event?.demo ?? this.state.demo,
      timezone: snapshot.event?.timezone,
    })
    deriveShift(state)
    deriveGoods(state)
  }

  /** What the stall's printers say now; the catalogue stays as it is. */
  showPrinters(printers) {
    this.state.snapshot = { ...this.state.snapshot, printers }
    deriveGoods(this.state)
    this.draw()
  }

  speak(language) {
    this.state.language = language
    this.state.t = translator(TEXTS, language)
    rememberLanguage(language)
    document.title = `${this.state.t('till')} · Lapak`
    deriveGoods(this.state)
  }

  draw() {
    deriveStatus(this.state, Date.now(), navigator.onLine)
    // Closed before it is taken away, a dialog gives the keyboard back to where it was.
    if (!this.state.panel) this.root.querySelector('dialog[open]')?.close()
    render(view(this.state, this.act), this.root)
    for (const dialog of this.root.querySelectorAll('dialog:not([open])')) dialog.showModal()
  }
}

const till = new Till(document.getElementById('till'))
try {
  await till.start()
} catch (error) {
  till.state.phase = 'broken'
  till.draw()
  throw error
}
