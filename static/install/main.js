/** The page that prepares a tablet: opens the steps that fit the device, and checks what it can do. */

import { html, nothing, render } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { translator } from '../shared/texts.js'
import { ABILITIES, tried } from './abilities.js'
import { TEXTS } from './texts.js'

const PICTURES = { good: 'circle-check', some: 'circle-check', bad: 'circle-alert', none: 'clock' }
const t = translator(TEXTS, document.documentElement.lang)
const root = document.getElementById('self-test')
const results = {}
let busy = false

/** An iPad calls itself a Macintosh, but can be touched. */
function openWhatFits() {
  if (!/Macintosh/.test(navigator.userAgent) || navigator.maxTouchPoints === 0) return
  for (const steps of document.querySelectorAll('details[data-device]')) steps.open = steps.dataset.device === 'ipad'
}

async function check() {
  busy = true
  for (const name of Object.keys(ABILITIES)) {
    results[name] = null
    draw()
    results[name] = await tried(name)
  }
  busy = false
  draw()
}

function draw() {
  render(view(), root)
}

function view() {
  const done = Object.values(results)
  return html`
    <ul class="abilities">${Object.keys(ABILITIES).map(abilityView)}</ul>
    ${!busy && done.length ? verdictView(done.every(({ mark }) => mark !== 'bad')) : nothing}
    <button class="button primary" ?disabled=${busy} @click=${check}>${t(busy ? 'checking' : done.length ? 'again' : 'check')}</button>
  `
}

function abilityView(name) {
  const result = results[name]
  const mark = result?.mark ?? 'none'
  return html`<li class="ability ${mark}" data-ability=${name} data-mark=${mark}>${icon(PICTURES[mark])}
    <span><strong>${t(name)}</strong> ${result ? html`<small>${t(result.key, result.values)}</small>` : nothing}</span></li>`
}

const verdictView = (ready) => html`<p class="notice ${ready ? 'good' : 'attention'}" role="status">${icon(ready ? 'circle-check' : 'info')}<span>${t(ready ? 'ready' : 'not_ready')}</span></p>`

openWhatFits()
draw()
