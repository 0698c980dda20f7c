/** view(state) -> template: the frame of the office and the view chosen in it. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { when } from './parts.js'
import { decisionsView } from './view-decisions.js'
import { goodsView } from './view-goods.js'
import { ordersView } from './view-orders.js'
import { drawersView } from './view-money.js'
import { labelsView } from './view-labels.js'
import { settingsView, staffView } from './view-people.js'
import { pricesView } from './view-prices.js'
import { printersView } from './view-printers.js'
import { salesView } from './view-sales.js'
import { tabletsView } from './view-tablets.js'

const VIEWS = {
  decisions: { icon: 'circle-alert', show: decisionsView, roles: ['organiser', 'treasurer', 'lead'] },
  sales: { icon: 'receipt', show: salesView, roles: ['organiser', 'treasurer', 'lead'] },
  drawers: { icon: 'wallet', show: drawersView, roles: ['organiser', 'treasurer', 'lead'] },
  orders: { icon: 'clock', show: ordersView, roles: ['organiser', 'treasurer', 'lead'] },
  goods: { icon: 'package', show: goodsView, roles: ['organiser', 'treasurer', 'lead'] },
  labels: { icon: 'tag', show: labelsView, roles: ['organiser', 'lead'] },
  tablets: { icon: 'tablet', show: tabletsView, roles: ['organiser', 'treasurer', 'lead'] },
  printers: { icon: 'printer', show: printersView, roles: ['organiser', 'treasurer', 'lead'] },
  staff: { icon: 'users', show: staffView, roles: ['organiser', 'lead'] },
  prices: { icon: 'percent', show: pricesView, roles: ['organiser'] },
  settings: { icon: 'settings', show: settingsView, roles: ['organiser'] },
}

/** The views somebody of this role has. */
export const viewsOf = (role) => Object.keys(VIEWS).filter((view) => VIEWS[view].roles.includes(role))

/** The whole page. */
export function officeView(state, act) {
  const { t } = state
  return html`
    <header class="bar">
      <div class="who"><h1>${state.event}</h1>${state.demo ? html`<span class="demo-mark">DATA CONTOH</span>` : nothing}</div>
      <div class="tools">
        <span class="person">${state.me.staff ?? t(`role_${state.me.role}`)}</span>
        <a class="button small quiet" href="/board">${icon('monitor')}${t('board')}</a>
        <button class="button small quiet" type="button" @click=${act.switchLanguage}>${icon('languages')}${t('language')}</button>
        <button class="button small quiet" type="button" @click=${act.signOut}>${icon('log-out')}${t('signOut')}</button>
      </div>
    </header>
    <nav class="views" aria-label=${t('title')}>${viewsOf(state.me.role).map((view) => tab(view, state))}</nav>
    <main>
      <h2>${t(state.view)}</h2>
      <div class="says" role="status">${said(state, act)}</div>
      ${state.loaded ? VIEWS[state.view].show(state, act) : html`<p class="loading">${t('loading')}</p>`}
    </main>`
}

function tab(view, state) {
  const count = view === 'decisions' ? state.decisions.length : 0
  return html`<a href=${`#${view}`} data-view=${view} aria-current=${view === state.view ? 'page' : 'false'}>${icon(VIEWS[view].icon)}<span>${state.t(view)}</span>${count ? html`<b class="count amount">${count}</b>` : nothing}</a>`
}

function said(state, act) {
  const { t } = state
  return html`
    ${state.stale ? html`<p class="notice attention">${icon('wifi-off')}${t('stale', { time: when(state, state.loadedAt) })}</p>` : nothing}
    ${state.problem ? html`<p class="notice bad">${icon('triangle-alert')}<span>${state.problem}</span><button class="button small quiet" type="button" aria-label=${t('close')} @click=${() => act.set({ problem: null })}>${icon('x')}</button></p>` : nothing}
    ${state.said ? html`<p class="notice good">${icon('check')}${state.said}</p>` : nothing}`
}
