/** Three ticks per sale: here, server, paper. A word beside every mark. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { isRefused } from './documents.js'
import { paperTick } from './printers.js'

const MARKS = {
  done: ['circle-check', 'good'],
  waiting: ['clock', 'waits'],
  sending: ['printer', 'waits'],
  held: ['pause', 'attention'],
  late: ['pause', 'attention'],
  blocked: ['printer', 'attention'],
  copied: ['printer', 'waits'],
  unsure: ['circle-help', 'attention'],
  no_printer: ['printer', 'attention'],
  rejected: ['circle-alert', 'bad'],
  failed: ['circle-alert', 'bad'],
}

export function ticksView(entry, t) {
  return html`<ul class="ticks">
    ${tick(t('here'), 'done', t)} ${tick(t('at_server'), serverTick(entry), t)} ${tick(t('on_paper'), paperTick(entry), t)}
  </ul>`
}

function tick(place, mark, t) {
  const [picture, look] = MARKS[mark]
  return html`<li class="tick ${look}" data-tick=${mark}>${icon(picture)}<span>${place}<small>${t(`tick_${mark}`)}</small></span></li>`
}

/** 'waiting' | 'done' | 'held' | 'rejected' */
function serverTick(entry) {
  return isRefused(entry) ? 'rejected' : entry.state === 'sent' ? 'done' : entry.state
}

/** The printers that need a hand, each with what to do. */
export function troublesView({ troubles }) {
  if (troubles.length === 0) return nothing
  return troubles.map(({ low, words }) => html`<p class="notice ${low ? '' : 'attention'} trouble">${icon('printer')}<span>${words}</span></p>`)
}
