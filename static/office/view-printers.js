/** Printers: state, test page, setting up. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { printAppOf } from '../shared/print-apps.js'
import { calibrationView } from './view-calibration.js'
import { fallbacksFor, keptOf } from './decisions.js'
import { choice, doButton, empty, fieldsOf, line } from './parts.js'

const CHIPS = { ready: 'good', unknown: '', paper_low: 'attention', paper_out: 'bad', cover_open: 'bad', offline: 'bad', error: 'bad' }
const ROLLS = ['80mm', '58mm']
const LABELS = ['50x30', '40x30']
const APP = 'agent+app://rawbt'
const NEW = { name: '', stall: '', kind: 'receipt', connection: 'tcp://', language: 'escpos', media: '80mm', completion: '', enabled: true }

export function printersView(state, act) {
  const { t, data } = state
  const may = state.me.role === 'organiser'
  return html`
    ${may ? html`<p>${state.printer ? nothing : html`<button class="button primary" type="button" @click=${() => act.set({ printer: NEW })}>${icon('plus')}${t('addPrinter')}</button>`}</p>` : nothing}
    ${state.printer ? printerForm(state, act) : nothing}
    ${state.calibrating ? calibrationView(state, act) : nothing}
    ${data.printers.length ? printerTable(state, act, may) : empty('printer', t('noPrinters'))}`
}

function printerTable(state, act, may) {
  const { t } = state
  return html`<div class="scroll"><table class="dense stack">
    <thead><tr><th>${t('stall', { no: '' })}</th><th>${t('name')}</th><th>${t('state')}</th><th>${t('media')}</th><th>${t('connection')}</th><th><span class="visually-hidden">${t('actions')}</span></th></tr></thead>
    <tbody>${state.data.printers.map((printer) => printerRow(printer, state, act, may))}</tbody>
  </table></div>`
}

function printerRow(printer, state, act, may) {
  const { t, language } = state
  return html`<tr data-printer=${printer.name}>
    <td data-label=${t('stall', { no: '' })}>${printer.stall ?? '–'}</td>
    <td data-label=${t('name')}><b>${printer.name}</b></td>
    <td data-label=${t('state')}><span class="chip ${CHIPS[printer.state]}">${t(`printer_${printer.state}`)}</span> <span class="hint">${(language === 'en' ? printer.reason_en : printer.reason) ?? ''}</span></td>
    <td data-label=${t('media')}>${printer.media} · ${printer.language}</td>
    <td class="amount" data-label=${t('connection')}>${connectionOf(printer, t)}</td>
    <td class="right">
      ${state.me.role === 'treasurer' ? nothing : doButton(act, t('test'), (doing) => doing.testPrinter(printer.name))}
      ${state.me.role === 'treasurer' ? nothing : html`<button class="button small quiet" type="button" @click=${() => opened(act, { calibrating: printer, probed: null, printer: null }, 'calibration')}>${t('calibrate')}</button>`}
      ${may ? html`<button class="button small quiet" type="button" @click=${() => opened(act, { calibrating: null, printer: { ...printer, completion: printer.completion ?? '' } }, 'printer-form')}>${t('editPrinter')}</button>` : nothing}
    </td>
  </tr>`
}

/** A form opens above the table: on a phone that is out of sight. */
function opened(act, changes, section) {
  act.set(changes)
  const heading = document.querySelector(`[data-section=${section}] h3`)
  heading.focus({ preventScroll: true })
  heading.scrollIntoView({ block: 'center' })
}

/** Where it hangs: its address, or the tablet whose print app feeds it. */
function connectionOf(printer, t) {
  const app = printAppOf(printer)
  return app ? t('throughApp', { till: app.host ?? t('noHost') }) : printer.connection
}

function printerForm(state, act) {
  const { t, printer } = state
  const label = printer.kind === 'label'
  const app = printAppOf(printer)
  const known = state.data.printers.some((each) => each.name === printer.name)
  const change = (changes) => act.set({ printer: { ...printer, ...changes } })
  return html`<form class="card grid-form" data-section="printer-form" @submit=${(event) => save(event, state.data.printers.find((each) => each.name === printer.name), printer, act)}>
    ${known ? html`<h3 tabindex="-1">${printer.name}</h3>` : line('name', t('name'), printer.name, { required: true, placeholder: 'struk-07' })}
    ${choice('stall', t('stall', { no: '' }).trim(), [['', '–'], ...state.data.stalls.map(({ no, name }) => [no, `${no} · ${name}`])], printer.stall ?? '', (stall) => change({ stall }))}
    ${choice('kind', t('printerKind'), [['receipt', t('kindReceipt')], ['label', t('kindLabel')]], printer.kind, (kind) => change({ fallback: '', ...(kind === 'label' ? { kind, media: '50x30', language: 'tspl' } : { kind, media: '80mm', language: 'escpos' }) }))}
    ${choice('way', t('way'), [['address', t('wayAddress')], ['app', t('wayApp')]], app ? 'app' : 'address', (way) => change({ connection: way === 'app' ? APP : 'tcp://' }))}
    ${app
      ? choice('host', t('host'), [['', t('noHost')], ...hostsOf(printer, state.data.tills)], app.host ?? '')
      : line('connection', t('connection'), printer.connection, { required: true, placeholder: 'tcp://192.168.1.50:9100' })}
    ${choice('language', t('printerLanguage'), (label ? ['tspl', 'zpl', 'escpos'] : ['escpos']).map((each) => [each, each.toUpperCase()]), printer.language)}
    ${choice('media', t('media'), (label ? LABELS : ROLLS).map((each) => [each, each]), printer.media)}
    ${app ? nothing : choice('completion', t('completion'), [['', '–'], ...(label ? ['poll', 'none'] : ['gs_r', 'gs_h', 'poll', 'none']).map((each) => [each, each])], printer.completion)}
    ${choice('fallback', t('fallback'), [['', t('noFallback')], ...fallbacksFor(printer, state.data.printers).map((each) => [each.name, each.stall ? `${each.name} · ${each.stall}` : each.name])], printer.fallback ?? '')}
    <label class="check"><input type="checkbox" name="enabled" ?checked=${printer.enabled}> ${t('enabled')}</label>
    <div class="actions">
      <button class="button primary">${t('save')}</button>
      <button class="button quiet" type="button" @click=${() => act.set({ printer: null })}>${t('no')}</button>
    </div>
  </form>`
}

/** The tablets that may feed it: those that sell at its stall; at none, all. */
const hostsOf = ({ stall }, tills) =>
  tills.filter((till) => till.state === 'active' && (!stall || till.stall === stall)).map((till) => [till.code, `${till.code} · ${till.stall}`])

function save(event, known, shown, act) {
  event.preventDefault()
  const { name, stall, completion, enabled, fallback, way, host, ...rest } = fieldsOf(event.target)
  const wish = way === 'app' ? { ...rest, connection: shown.connection } : rest
  const printer = { ...wish, stall: stall || null, completion: completion || null, fallback: fallback || null, enabled: enabled === 'on', ...keptOf(known, wish) }
  act.run((doing) => doing.savePrinter(known?.name ?? name, printer, way === 'app' ? { till: host || null } : null))
}
