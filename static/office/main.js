/** The organisers' office: decisions first. */

import { render } from '../vendor/lit-html/lit-html.js'
import { post } from '../shared/api.js'
import { follow } from '../shared/live.js'
import { chosenLanguage, rememberLanguage, translator } from '../shared/texts.js'
import { decisions } from './decisions.js'
import { doings } from './doing.js'
import { load, loadLabels, loadOnce, loadPaper } from './loading.js'
import { TEXTS } from './texts.js'
import { officeView, viewsOf } from './view.js'

const LOOK_MS = 10_000
const PAPER_MS = 60_000 // paper is hinted at; this is for the day the live channel is down
const LABELS_MS = 60_000
const SAID_MS = 6_000

const root = document.getElementById('office')
const facts = root.dataset

const state = {
  me: { role: facts.role, stall: facts.stall || null, staff: facts.staff || null },
  event: facts.event,
  demo: document.body.dataset.demo === 'yes',
  timezone: facts.timezone,
  language: chosenLanguage(),
  t: translator(TEXTS, chosenLanguage()),
  view: 'decisions',
  now: Date.now(),
  loaded: false,
  loadedAt: null,
  paperAt: 0,
  labelsAt: 0,
  stale: false,
  data: { tills: [], printers: [], refunds: [], held: [], jobs: [], staff: [], stalls: [], help: [], shifts: [] },
  products: new Map(),
  decisions: [],
  lines: new Map(), // held sale -> its lines under correction
  copies: new Map(), // sku or piece:code -> labels
  labelKind: 'price',
  labelFilter: { search: '', stall: facts.stall || '', facility: '', only: '' },
  dates: new Map(), // sku -> when a food was packed, and until when it keeps
  each: 1,
  sheetStart: 0,
  logo: facts.logo === 'yes' ? 1 : null, // grows with every new one, so that no old picture is shown
  shown: 40,
  sales: [],
  salesFilter: { stall: '', number: '' },
  sale: null,
  settled: null, // what has been decided or put away, while it is looked at
  imported: null, // what became of a tablet's file
  shift: null,
  newRole: 'cashier',
}

const set = (changes) => {
  Object.assign(state, changes)
  show()
}

const doing = doings(state, set)

const act = {
  set,
  confirm: (key) => set({ confirming: key }),
  editLines(held, lines) {
    set({ lines: new Map(state.lines).set(held, lines) })
  },
  async run(does, { quietly = false } = {}) {
    set({ confirming: null, problem: null, said: null })
    try {
      say((await does(doing)) ?? null)
      if (!quietly) await lookAtAll()
    } catch (problem) {
      set({ problem: problem.detail || problem.message })
    }
  },
  switchLanguage() {
    const language = state.language === 'id' ? 'en' : 'id'
    rememberLanguage(language)
    set({ language, t: translator(TEXTS, language) })
    document.title = `${state.t('title')} · Lapak`
  },
  async signOut() {
    await post('/api/v1/sign-out')
    location.assign('/')
  },
}

function say(text) {
  set({ said: text })
  if (text) setTimeout(() => state.said === text && set({ said: null }), SAID_MS)
}

function show() {
  render(officeView(state, act), root)
}

/** Fetch what may have changed; what is typed at the moment stays. */
const look = () => take(Promise.all([load(state.me, state.view), paperIsOld() ? loadPaper(state.me) : {}, labelsAreOld() ? loadLabels(state.me) : {}]))

const lookAtPaper = () => take(Promise.all([loadPaper(state.me)]))

const lookAtAll = () => take(Promise.all([load(state.me, state.view), loadPaper(state.me), loadLabels(state.me)]))

const labelsAreOld = () => Date.now() - state.labelsAt > LABELS_MS

const paperIsOld = () => !live.connected() || Date.now() - state.paperAt > PAPER_MS

async function take(parts) {
  try {
    const data = Object.assign({}, ...(await parts))
    set({ data: { ...state.data, ...data }, loaded: state.loaded || Boolean(data.tills), loadedAt: Date.now(), stale: false, now: Date.now() })
    if (data.printers) state.paperAt = Date.now()
    if (data.oldLabels) state.labelsAt = Date.now()
    set({ decisions: decisions(state.data, state.now) })
  } catch (problem) {
    if (problem.status === 401) location.reload()
    else set({ stale: true, loaded: state.loadedAt !== null, ...(problem.status ? { problem: problem.detail } : {}) })
  }
}

async function lookOnce() {
  try {
    const { stalls, products } = await loadOnce()
    set({ data: { ...state.data, stalls }, products, settingsOf: state.settingsOf ?? stalls[0]?.no })
    if (state.view === 'settings' && !state.settings) turn()
  } catch {
    setTimeout(lookOnce, LOOK_MS)
  }
}

/** What a view asks for when it is opened. */
const OPENING = {
  labels: [(does) => does.lookAtLabels()],
  sales: [(does) => does.lookAtSales()],
  settings: [(does) => (state.settings || !state.settingsOf ? null : does.loadSettings(state.settingsOf)), (does) => does.lookAtBuyers()],
}

function turn() {
  const wished = location.hash.slice(1)
  const view = viewsOf(state.me.role).includes(wished) ? wished : 'decisions'
  set({ view, problem: null, said: null, confirming: null, pin: null })
  for (const opens of OPENING[view] ?? []) act.run((does) => opens(does), { quietly: true })
  lookAtAll()
  document.querySelector('.views [aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
}

const live = follow('/office', null, { hears: { paper: lookAtPaper }, onReturn: lookAtAll })
addEventListener('hashchange', turn)
setInterval(() => document.visibilityState === 'visible' && look(), LOOK_MS)
root.replaceChildren()
turn()
lookOnce()
