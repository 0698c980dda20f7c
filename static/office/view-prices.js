/** Prices: what the closing day makes of them, and how cash is rounded. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { repeat } from '../vendor/lit-html/directives/repeat.js'
import { fieldTime, momentOf } from '../shared/clock.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { closingState, reducedProducts, withRule } from './closing.js'
import { choice, line, when } from './parts.js'

const FIRST_SHOWN = 50
const CHIPS = { off: ['', 'clock'], waiting: ['attention', 'clock'], on: ['attention', 'tag'], over: ['', 'clock'] }
const STEPS = [0, 100, 500, 1000]

export function pricesView(state, act) {
  const { closing, eventSettings } = state.data
  if (!closing) return html`<p class="loading">${state.t('loading')}</p>`
  return html`${closingCard(closing, state, act)} ${roundingCard(eventSettings, state, act)}`
}

function closingCard(closing, state, act) {
  const { t } = state
  return html`
    <section class="card" data-section="closing">
      <h3>${t('closing')} ${stateChip(closing, state)}</h3>
      <p class="hint">${t('closingHint')}</p>
      ${closing.rules.length ? rulesView(closing, state, act) : html`<p>${t('noRules')}</p>`}
      ${newRuleForm(closing, state, act)}
      ${hoursForm(closing, state, act)}
      <div class="actions">
        <button class="button ${closing.on ? 'danger' : 'primary'} switch" type="button" ?disabled=${!closing.on && closing.rules.length === 0}
          @click=${() => act.run((doing) => doing.saveClosing({ ...closing, on: !closing.on }))}>${t(closing.on ? 'turnOff' : 'turnOn')}</button>
      </div>
      ${reducedView(closing, state, act)}
    </section>`
}

function stateChip(closing, state) {
  const how = closingState(closing, state.now)
  const [kind, sign] = CHIPS[how]
  const time = when(state, how === 'waiting' ? closing.starts_at : closing.ends_at)
  return html`<span class="chip ${kind}" data-state=${how}>${icon(sign)}${state.t(`closing_${how}`, { time })}</span>`
}

/** From when until when: for an evening whose hour is known before. */
function hoursForm(closing, state, act) {
  const { t, timezone } = state
  const field = (name, hint) => line(name, t(name), closing[name] ? fieldTime(new Date(closing[name]), timezone) : '', { type: 'datetime-local', hint: t(hint) })
  return html`
    <form class="grid-form" data-form="hours" @submit=${(event) => saveHours(event, closing, state, act)}>
      ${field('starts_at', 'startsHint')}
      ${field('ends_at', 'endsHint')}
      <div class="actions"><button class="button">${t('saveHours')}</button></div>
    </form>`
}

function saveHours(event, closing, { t, timezone }, act) {
  event.preventDefault()
  const [starts_at, ends_at] = ['starts_at', 'ends_at'].map((name) => momentOf(event.target.elements[name].value, timezone))
  if (starts_at && ends_at && ends_at <= starts_at) return act.set({ problem: t('endsBeforeStart') })
  act.run((doing) => doing.saveClosing({ ...closing, starts_at, ends_at }))
}

function rulesView(closing, state, act) {
  return html`<ul class="lines rules">${repeat(closing.rules, (rule) => `${rule.scope} ${rule.code}`, (rule) => {
    const what = nameOf(rule, state)
    const others = closing.rules.filter((each) => each !== rule)
    return html`<li><span>${what}</span><span class="amount"><b>−${rule.percent}%</b>
      <button class="button small quiet" type="button" aria-label=${state.t('removeRule', { what })} @click=${() => act.run((doing) => doing.saveClosing({ ...closing, rules: others }))}>${icon('trash-2')}</button></span></li>`
  })}</ul>`
}

const nameOf = ({ scope, code }, state) => (scope === 'all' ? state.t('scope_all') : (optionsOf(scope, state).find(([key]) => key === code)?.[1] ?? code))

/** What a rule of this scope may be for: [code, name]. */
function optionsOf(scope, { data, products, language }) {
  const named = ({ name, name_en }) => (language === 'en' && name_en) || name
  if (scope === 'stall') return data.stalls.map((stall) => [stall.no, `${stall.no} · ${stall.name}`])
  if (scope === 'category') return data.categories.map((category) => [category.code, named(category)])
  return [...products.values()].map((product) => [product.sku, `${named(product)} · ${product.facility_name}`])
}

function newRuleForm(closing, state, act) {
  const { t } = state
  const scope = state.ruleScope ?? 'all'
  return html`
    <form class="grid-form" data-form="rule" @submit=${(event) => addRule(event, closing, act)}>
      ${choice('scope', t('ruleFor'), ['all', 'stall', 'category', 'product'].map((each) => [each, t(`scope_${each}`)]), scope, (chosen) => act.set({ ruleScope: chosen }))}
      ${scope === 'all' ? nothing : choice('code', t('ruleCode'), optionsOf(scope, state))}
      ${line('percent', t('percent'), '20', { type: 'number', min: 1, max: 90, required: true })}
      <div class="actions"><button class="button">${icon('plus')}${t('addRule')}</button></div>
    </form>`
}

function addRule(event, closing, act) {
  event.preventDefault()
  const { scope, code = null, percent } = Object.fromEntries(new FormData(event.target))
  act.run((doing) => doing.saveClosing({ ...closing, rules: withRule(closing.rules, { scope, code, percent: Number(percent) }) }))
}

function reducedView(closing, state, act) {
  const { t, language } = state
  const rows = reducedProducts(closing.rules, [...state.products.values()])
  if (rows.length === 0) return nothing
  const shown = state.allReduced ? rows : rows.slice(0, FIRST_SHOWN)
  const heading = t(closingState(closing, state.now) === 'on' ? 'reducedNow' : 'reducedLater', { n: rows.length })
  return html`
    <h3>${heading}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label=${heading}><table class="dense reduced">
      <thead><tr><th>${t('sku')}</th><th class="right">${t('percent')}</th><th class="right">${t('priceWas')}</th><th class="right">${t('priceNow')}</th></tr></thead>
      <tbody>${repeat(shown, ({ product }) => product.sku, ({ product, percent, price, now }) => html`
        <tr data-sku=${product.sku}><td>${language === 'en' ? product.name_en : product.name} <span class="hint">${product.facility_name}</span></td>
          <td class="right amount">${percent}</td><td class="right amount">${rupiah(price)}</td><td class="right amount"><b>${rupiah(now)}</b></td></tr>`)}</tbody>
    </table></div>
    ${shown.length < rows.length ? html`<button class="button small" type="button" @click=${() => act.set({ allReduced: true })}>${t('showAll')}</button>` : nothing}`
}

function roundingCard(settings, state, act) {
  const { t } = state
  return html`
    <section class="card" data-section="rounding">
      <h3>${t('roundingCard')}</h3>
      <p class="hint">${t('roundingHint')}</p>
      <form class="grid-form" @submit=${(event) => saveRounding(event, settings, act)}>
        ${choice('cash_rounding', t('roundingStep'), STEPS.map((step) => [String(step), step ? rupiah(step) : t('roundingNone')]), String(settings.cash_rounding))}
        <div class="actions"><button class="button primary">${t('save')}</button></div>
      </form>
    </section>`
}

function saveRounding(event, settings, act) {
  event.preventDefault()
  const step = Number(new FormData(event.target).get('cash_rounding'))
  act.run((doing) => doing.saveEventSettings({ ...settings, cash_rounding: step }))
}
