/** One line that is still to be made: how it reaches the buyer, and how much of it is paid now. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { dayText } from '../shared/clock.js'
import { rupiah } from '../shared/money.js'
import { lineAmount } from './cart.js'
import { balanceOfLine, depositFor, depositOf, isAfterFair, isContact, pickupPlace, readPickup } from './orders.js'

const WAYS = { pickup: 'store', delivery: 'package' }

/** How it reaches the buyer, in the reader's language. */
export function pickupWords(text, t, language) {
  const { way, place, date } = readPickup(text)
  const where = way === 'delivery' ? t('way_delivery') : place ? t('fetched_at', { place }) : t('way_pickup')
  return date ? `${where} · ${dayText(date, language)}` : where
}

/** What a cart's line says of its order; tapping it changes it. */
export function orderChip(line, { t, language, pay }, act) {
  if (!line.to_order) return nothing
  if (pay) return html`<span class="hint order-said">${saidOf(line, t, language)}</span>`
  return html`<button class="order-chip ${line.order ? '' : 'attention'}" data-order=${line.key} @click=${() => act.askOrder(line)}>
    ${icon(line.order ? WAYS[line.order.way] : 'circle-alert')}<span>${saidOf(line, t, language)}</span></button>`
}

function saidOf(line, t, language) {
  if (!line.order) return t('order_unsaid')
  const where = line.order.way === 'delivery' ? t('way_delivery') : t('fetched_at', { place: line.order.place })
  const day = line.order.date ? ` · ${dayText(line.order.date, language)}` : ''
  const open = balanceOfLine(line)
  return `${where}${day} · ${open ? t('deposit_and_rest', { deposit: rupiah(depositOf(line)), rest: rupiah(open) }) : t('paid_in_full')}`
}

export function orderView(state, act) {
  const { t, order, cart } = state
  const line = cart.lines.find(({ key }) => key === order.key)
  if (!line) return nothing
  const ready = order.way === 'pickup' ? pickupPlace(order) : isContact(order.contact)
  return html`
    <form class="order-form" @submit=${act.useOrder}>
      <p class="name">${order.name}</p>
      ${order.leadTime ? html`<p class="hint">${t('lead_time', { n: order.leadTime })}</p>` : nothing}
      <div class="methods two" role="group" aria-label=${t('pickup')}>${Object.entries(WAYS).map(([way, picture]) => html`
        <button type="button" class="method" data-way=${way} aria-pressed=${order.way === way} @click=${() => act.setOrderField('way', way)}>${icon(picture)}<span>${t(`way_${way}`)}</span></button>`)}</div>
      ${order.way === 'pickup'
        ? html`<label class="field"><span>${t('pickup_place')}</span>
            <input name="place" maxlength="60" autocomplete="off" .value=${order.place} @input=${(event) => act.setOrderField('place', event.target.value)}>
            ${isAfterFair(order) ? html`<span class="hint">${t('after_fair_hint')}</span>` : nothing}</label>`
        : nothing}
      <label class="field"><span>${t(order.way === 'pickup' ? 'pickup_date' : 'delivery_date')}</span>
        <input name="date" type="date" min=${state.today} .value=${order.date} @input=${(event) => act.setOrderDate(event.target.value)}></label>
      ${order.way === 'delivery' ? contactFields(t, order.contact, act) : nothing}
      ${depositView(t, line, order, act)}
      <button class="button primary accept" ?disabled=${!ready}>${t('save_order')}</button>
    </form>
  `
}

function contactFields(t, contact, act) {
  const field = (name, type, most) => html`<label class="field"><span>${t(`contact_${name}`)}</span>
    <input name=${name} type=${type} maxlength=${most} autocomplete="off" required .value=${contact[name]} @input=${(event) => act.setContactField(name, event.target.value)}></label>`
  return html`<fieldset class="contact"><legend>${t('contact')}</legend>
    <p class="hint">${icon('lock')} ${t('contact_purpose')}</p>
    ${field('name', 'text', 120)} ${field('phone', 'tel', 40)}
    <label class="field"><span>${t('contact_address')}</span>
      <textarea name="address" rows="2" maxlength="500" required .value=${contact.address} @input=${(event) => act.setContactField('address', event.target.value)}></textarea></label>
  </fieldset>`
}

function depositView(t, line, order, act) {
  const amount = lineAmount(line)
  const shown = { ...line, order }
  const percents = [...new Set([order.least, 75, 100])].filter((percent) => percent >= order.least).sort((a, b) => a - b)
  return html`<fieldset class="chips deposit"><legend>${t('deposit')}</legend>
    ${percents.map((percent) => html`<button type="button" class="category amount" data-deposit=${percent} aria-pressed=${order.typed === null && order.percent === percent} @click=${() => act.choosePercent(percent)}>
      ${percent === 100 ? t('paid_in_full') : `${percent}%`} · ${rupiah(depositFor(amount, percent))}</button>`)}
    <label class="field"><span>${t('deposit_other', { least: rupiah(depositFor(amount, order.least)) })}</span>
      <input name="deposit" inputmode="numeric" autocomplete="off" .value=${order.typed ?? ''} @input=${(event) => act.typeDeposit(event.target.value)}></label>
    <dl class="figures sums"><dt>${t('pay_now')}</dt><dd class="amount">${rupiah(depositOf(shown))}</dd>
      <dt><strong>${t('rest_later')}</strong></dt><dd class="amount"><strong>${rupiah(balanceOfLine(shown))}</strong></dd></dl>
  </fieldset>`
}
