/** The hall screen: watches, turns its pages, knows its own age. */

import { render } from '../vendor/lit-html/lit-html.js'
import { isStale } from '../shared/live.js'
import { grouped } from '../shared/money.js'
import { chosenLanguage, rememberLanguage, translator } from '../shared/texts.js'
import { afterChange } from './changes.js'
import { hourChart } from './chart.js'
import { dayHours, isBehind, isNewer, moves, widthInEm } from './figures.js'
import { watch } from './link.js'
import { counting, gliding } from './motion.js'
import { TEXTS } from './texts.js'
import { boardView, PAGES, rankingRows } from './view.js'

const PAGE_MS = 15_000
const TICK_MS = 1_000
const MOVES_MS = 8_000
const IDLE_MS = 4_000

const root = document.getElementById('board')
const wished = new URLSearchParams(location.search).get('view')

const state = {
  snapshot: null,
  contactAt: 0,
  stale: true,
  link: 'connecting',
  page: PAGES.includes(wished) ? wished : PAGES[0],
  held: PAGES.includes(wished),
  open: new Set(),
  moves: new Map(),
  language: chosenLanguage(),
  t: translator(TEXTS, chosenLanguage()),
}
let chart = null
let turnedAt = Date.now()

const act = {
  switchLanguage() {
    state.language = state.language === 'id' ? 'en' : 'id'
    rememberLanguage(state.language)
    state.t = translator(TEXTS, state.language)
    document.title = `${state.t('title')} · Lapak`
    show()
  },
  toggle(page) {
    if (!state.open.delete(page)) state.open.add(page)
    show()
  },
  turnTo(page) {
    state.page = page
    turnedAt = Date.now()
    show()
  },
  hold() {
    state.held = !state.held
    turnedAt = Date.now()
    show()
  },
}

function show() {
  const glide = gliding(root)
  render(boardView(state, state.t, act), root)
  for (const bar of root.querySelectorAll('[data-share]')) bar.style.setProperty('--share', bar.dataset.share)
  root.dataset.stale = state.stale ? 'yes' : 'no'
  glide()
  if (!state.snapshot) return
  countTotal(state.snapshot.total.net)
  drawChart(state.snapshot)
}

const countTotal = counting((net) => {
  const figure = root.querySelector('.total')
  figure.querySelector('#total').replaceChildren(...spaced(grouped(net)))
  figure.style.setProperty('--em', widthInEm(`Rp ${grouped(net)}`).toFixed(2))
})

/** Figures of one width, dots of their own: "42.777.000" without holes. */
function spaced(text) {
  return text.split(/(\.)/).map((part) => {
    if (part !== '.') return part
    const dot = document.createElement('span')
    dot.className = 'dot'
    dot.textContent = part
    return dot
  })
}

function drawChart(snapshot) {
  const host = root.querySelector('#chart')
  if (chart?.host !== host) chart = { host, ...hourChart(host) }
  const day = dayHours(snapshot)
  chart.show({ ...day, language: state.language, nowHour: day.isToday ? Number(snapshot.as_of.slice(11, 13)) : Infinity })
}

function takeSnapshot(fresh) {
  if (!isNewer(fresh, state.snapshot)) return
  if (state.snapshot && fresh.journal === state.snapshot.journal) noteMoves(state.snapshot, fresh)
  state.snapshot = fresh
  refresh()
}

function noteMoves(before, after) {
  for (const page of PAGES) {
    for (const [key, places] of moves(rankingRows(page, before), rankingRows(page, after), 'key')) {
      if (places) remember(`${page}/${key}`, places)
    }
  }
}

function remember(key, places) {
  state.moves.set(key, places)
  setTimeout(() => {
    if (state.moves.get(key) === places) state.moves.delete(key)
  }, MOVES_MS)
}

const line = watch({
  onSnapshot: takeSnapshot,
  onChange(change) {
    const after = afterChange(state.snapshot, change)
    if (after) takeSnapshot(after)
    else line.fetchNow()
  },
  onContact(pulse) {
    state.contactAt = Date.now()
    if (pulse && state.snapshot && isBehind(state.snapshot, pulse)) line.fetchNow()
    refresh()
  },
  onState(link) {
    state.link = link
    refresh()
  },
  onRefused: () => location.reload(),
})

function refresh() {
  state.stale = isStale(state.contactAt, Date.now())
  show()
}

function tick() {
  const due = !state.held && Date.now() - turnedAt >= PAGE_MS
  if (due) act.turnTo(PAGES[(PAGES.indexOf(state.page) + 1) % PAGES.length])
  refresh()
}

function onKey({ key }) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
  if (step) act.turnTo(PAGES[(PAGES.indexOf(state.page) + step + PAGES.length) % PAGES.length])
  if (key === 'h') act.hold()
}

/** The screen stays awake where the browser allows it (a secure context), and hides an idle pointer. */
async function stayAwake() {
  if (document.visibilityState !== 'visible' || !navigator.wakeLock) return
  try {
    await navigator.wakeLock.request('screen')
  } catch {
    // Low battery or a policy: the screen may sleep, the board goes on.
  }
}

let idle = 0
addEventListener('pointermove', () => {
  delete document.body.dataset.idle
  clearTimeout(idle)
  idle = setTimeout(() => (document.body.dataset.idle = 'yes'), IDLE_MS)
})
addEventListener('keydown', onKey)
document.addEventListener('visibilitychange', stayAwake)
setInterval(tick, TICK_MS)
root.replaceChildren()
stayAwake()
show()
