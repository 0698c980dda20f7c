/** Orders of every facility: for when, what is still to be paid, where they go; and how many can be made. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { icon } from '../shared/icon.js'
import { dayText } from '../shared/clock.js'
import { rupiah } from '../shared/money.js'
import { isWaiting, ordersShown } from './orders.js'
import { choice, doButton, empty, line, sureButton } from './parts.js'

export function ordersView(state, act) {
  const { data, t, me } = state
  if (!data.orders) return html`<p class="loading">${t('loading')}</p>`
  return html`${listCard(state, act)} ${me.role === 'organiser' ? html`${capacityCard(state, act)} ${depositCard(state, act)}` : nothing}`
}

function listCard(state, act) {
  const { t, data: { orders } } = state
  const filter = state.ordersOf ?? { facility: '', done: false }
  const shown = ordersShown(orders, filter)
  const waiting = shown.filter(isWaiting)
  const facilities = [...new Map(orders.map((order) => [order.facility, order.facility_name])).entries()].sort((a, b) => a[1].localeCompare(b[1]))
  return html`
    <section class="card" data-section="orders">
      <h3>${t('ordersOf')}</h3>
      <form class="inline">
        ${choice('facility', t('orderFacility'), [['', t('allFacilities')], ...facilities], filter.facility, (facility) => act.set({ ordersOf: { ...filter, facility } }))}
        <label class="tick-box"><input type="checkbox" name="done" .checked=${filter.done} @change=${(event) => act.set({ ordersOf: { ...filter, done: event.target.checked } })}> ${t('ordersShowDone')}</label>
      </form>
      <p class="amount">${t('ordersOpenSum', { count: waiting.length, amount: rupiah(waiting.reduce((sum, order) => sum + order.unpaid, 0)) })}</p>
      ${shown.length ? table(shown, state, act) : empty('package', t('noOrders'))}
    </section>`
}

function table(shown, state, act) {
  const { t } = state
  return html`<div class="scroll"><table class="dense stack order-rows">
    <thead><tr><th>${t('dueOn')}</th><th>${t('number')}</th><th>${t('sku')}</th><th>${t('orderFacility')}</th><th class="right">${t('orderRest')}</th><th><span class="visually-hidden">${t('actions')}</span></th></tr></thead>
    <tbody>${repeat(shown, (order) => `${order.sale}/${order.line}`, (order) => row(order, state, act))}</tbody>
  </table></div>`
}

function row(order, state, act) {
  const { t, language } = state
  const name = language === 'en' ? order.name_en : order.name
  return html`<tr data-order=${order.number} data-state=${order.state}>
    <td data-label=${t('dueOn')}><b>${order.due_on ? dayText(order.due_on, language) : '–'}</b><small>${t(`way_${order.way}`)}</small></td>
    <td class="amount" data-label=${t('number')}>${order.number}</td>
    <td data-label=${t('sku')}>${order.quantity} × ${name}</td>
    <td data-label=${t('orderFacility')}>${order.facility_name}<small>${t('stall', { no: order.stall })}</small></td>
    <td class="right amount" data-label=${t('orderRest')}>${order.unpaid ? rupiah(order.unpaid) : ''} <span class="chip ${order.unpaid ? 'attention' : 'good'}">${t(`orderState_${order.state}`)}</span></td>
    <td class="right">${order.contact && state.me.role !== 'treasurer' ? contactView(order, state, act) : nothing}</td>
  </tr>`
}

function contactView(order, state, act) {
  const { t, contact } = state
  if (contact?.sale !== order.sale) return doButton(act, t('contactShow'), (doing) => doing.showContact(order.sale), 'quiet')
  return html`<address>${icon('users')} <b>${contact.name}</b> · ${contact.phone}<br>${contact.address}</address>
    ${sureButton(state, act, `contact/${order.sale}/${order.line}`, t('contactDelete'), (doing) => doing.deleteContact(order.sale), { hint: t('contactDeleteHint') })}`
}

function capacityCard(state, act) {
  const { t, language, data: { goods } } = state
  const made = goods.filter(({ fulfilment }) => fulfilment === 'pesan')
  if (!made.length) return nothing
  return html`
    <section class="card" data-section="capacity">
      <h3>${t('capacityCard')}</h3>
      <p class="hint">${t('capacityHint')}</p>
      <div class="scroll"><table class="dense stack order-rows">
        <thead><tr><th>${t('sku')}</th><th class="right">${t('capacityLeft')}</th><th>${t('capacity')}</th></tr></thead>
        <tbody>${repeat(made, ({ sku }) => sku, (product) => html`<tr data-sku=${product.sku}>
          <td data-label=${t('sku')}>${language === 'en' ? product.name_en : product.name}<small>${product.facility_name}</small></td>
          <td class="right amount" data-label=${t('capacityLeft')}>${product.orders_left ?? '–'}</td>
          <td data-label=${t('capacity')}><form class="inline" @submit=${(event) => saveCapacity(event, product.sku, act)}>
            <label class="field"><span class="visually-hidden">${t('capacity')}</span><input name="capacity" type="number" min="0" max="100000" .value=${product.order_capacity ?? ''}></label><button class="button small">${t('save')}</button></form></td>
        </tr>`)}</tbody>
      </table></div>
    </section>`
}

function saveCapacity(event, sku, act) {
  event.preventDefault()
  const typed = event.target.elements.capacity.value.trim()
  act.run((doing) => doing.setCapacity(sku, typed === '' ? null : Number(typed)))
}

function depositCard(state, act) {
  const { t, data: { eventSettings } } = state
  return html`
    <section class="card" data-section="deposit">
      <h3>${t('depositCard')}</h3>
      <p class="hint">${t('depositHint')}</p>
      <form class="grid-form" @submit=${(event) => saveDeposit(event, eventSettings, act)}>
        ${line('min_deposit_percent', t('depositPercent'), String(eventSettings.min_deposit_percent), { type: 'number', min: 0, max: 100, required: true })}
        <div class="actions"><button class="button primary">${t('save')}</button></div>
      </form>
    </section>`
}

function saveDeposit(event, settings, act) {
  event.preventDefault()
  act.run((doing) => doing.saveEventSettings({ ...settings, min_deposit_percent: Number(new FormData(event.target).get('min_deposit_percent')) }))
}
