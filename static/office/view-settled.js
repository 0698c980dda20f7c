/** What has been decided or put away: kept, and out of the way. */

import { html } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { empty, when } from './parts.js'
import { settled } from './tablets.js'

/** Chooses between what waits and what is done. */
export function filterView(state, act) {
  const { t } = state
  const choice = (shown, word) => html`<button class="button small" type="button" data-filter=${word} aria-pressed=${Boolean(state.settled) === shown}
    @click=${() => act.run((doing) => doing.showSettled(shown), { quietly: true })}>${t(word)}</button>`
  return html`<div class="filter" role="group" aria-label=${t('decisions')}>${choice(false, 'open')}${choice(true, 'settled')}</div>`
}

export function settledView(state) {
  const all = settled(state.settled.held, state.settled.putAway)
  if (!all.length) return empty('history', state.t('nothingSettled'))
  return html`<ul class="decisions settled">${repeat(all, (each) => `${each.kind}/${each.key}`, (each) => one(each, state))}</ul>`
}

function one(each, state) {
  const { t } = state
  const word = each.kind === 'held' ? t(`decided_${each.decision}`) : each.code
  return html`<li class="decision card" data-kind=${each.kind} data-key=${each.key}>
    <header>${icon(each.kind === 'held' ? 'lock' : 'ban')}<h3>${t(`kind_${each.kind}`)}</h3><span class="where">${t('stall', { no: each.stall })} · ${each.till}</span></header>
    <p><b class="amount">${each.number ?? each.key}</b> · <b class="amount">${rupiah(each.amount)}</b> · <span class="chip">${word}</span></p>
    <p>${each.reason}</p>
    <p class="hint">${t('decidedBy', { who: each.by ?? '–', time: when(state, each.at) })}</p>
    <details><summary>${t('showDocument')}</summary><pre>${JSON.stringify(each.document, null, 2)}</pre></details>
  </li>`
}
