/** Three ticks per sale: here, server, paper. A word beside every mark. */

import { html } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'

const MARKS = {
  done: ['circle-check', 'good'],
  waiting: ['clock', 'waits'],
  sending: ['printer', 'waits'],
  held: ['pause', 'attention'],
  late: ['pause', 'attention'],
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
export function serverTick(entry) {
  return entry.state === 'sent' ? 'done' : entry.state
}

/** What is known about the original's paper. */
export function paperTick(entry) {
  if (entry.state === 'held') return 'held'
  const job = entry.paper
  if (!job) return 'waiting'
  if (job.hold) return 'late'
  const marks = { printed: 'done', sent: 'done', sending: 'sending', unconfirmed: 'unsure', failed: 'failed', cancelled: 'failed' }
  return marks[job.state] ?? (job.error === 'no_printer' ? 'no_printer' : 'waiting')
}
