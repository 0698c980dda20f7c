/** Which goods come back, why, how the money goes back, and who stands by it. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { METHODS } from './checkout.js'
import { recordedMethods } from './orders.js'

const REASONS = ['reason_mistake', 'reason_exchange', 'reason_defect', 'reason_changed_mind']

export function refundView(state, act) {
  const { t, refund } = state
  if (refund.result) return resultView(t, refund, act)
  const chosen = refund.lines.some((line) => line.back > 0) && refund.reason.trim()
  return html`
    <form class="refund-form" @submit=${act.sendRefund}>
      ${saleView(refund)}
      ${refund.unsent ? html`<p class="notice attention">${icon('clock')}<span>${t('void_unsent_hint')}</span></p>` : linesView(state, act)}
      ${reasonView(t, refund, act)}
      ${methodView(t, refund, act)}
      ${refund.unsent || state.mayApprove ? nothing : approvalView(t, refund, act)}
      ${problemView(refund)}
      <button class="button danger accept" ?disabled=${!chosen || !isApproved(state) || refund.busy}>${t(refund.unsent ? 'void_sale' : 'refund_do')}</button>
    </form>
  `
}

/** The goods stay sold; what was recorded is said, and what is right is chosen. */
export function correctionView(state, act) {
  const { t, refund } = state
  if (refund.result) return resultView(t, refund, act)
  const recorded = recordedMethods(refund.entry)
  const others = METHODS.filter((method) => recorded.length > 1 || method !== recorded[0])
  return html`
    <form class="refund-form" @submit=${act.sendRefund}>
      ${saleView(refund)}
      <p>${t('recorded_as', { method: recorded.map((method) => t(method)).join(' + ') })}</p>
      ${methodsView(t, 'really_paid_by', others, refund, act)}
      <label class="field"><span>${t('remark')}</span>
        <input name="reason" maxlength="200" autocomplete="off" .value=${refund.reason} @input=${(event) => act.setRefund('reason', event.target.value)}></label>
      ${state.mayApprove ? nothing : approvalView(t, refund, act)}
      ${problemView(refund)}
      <button class="button primary accept" ?disabled=${!refund.method || !isApproved(state) || refund.busy}>${t('correct_payment')}</button>
    </form>
  `
}

const saleView = ({ entry }) => html`<p><strong class="amount">${entry.document.number}</strong> · <span class="amount">${rupiah(entry.document.total)}</span></p>`
const problemView = ({ problem }) => (problem ? html`<p class="notice bad" role="alert">${icon('circle-alert')}<span>${problem}</span></p>` : nothing)
const isApproved = ({ refund, mayApprove }) => refund.unsent || mayApprove || (refund.approver && refund.pin.length >= 4)

function linesView({ t, refund, language }, act) {
  return html`
    <ul class="back-lines">${refund.lines.map((line) => {
      const name = language === 'en' ? line.name_en || line.name : line.name
      return html`<li><span>${name} <small>${t('of_n', { n: line.left })}</small></span>
        <div class="stepper">
          <button type="button" aria-label=${t('less', { name })} @click=${() => act.takeBack(line.line, line.back - 1)}>${icon('minus')}</button>
          <span class="quantity amount">${line.back}</span>
          <button type="button" aria-label=${t('more', { name })} @click=${() => act.takeBack(line.line, line.back + 1)}>${icon('plus')}</button>
        </div></li>`
    })}</ul>
    <button type="button" class="button small" data-all @click=${act.takeAllBack}>${icon('undo-2')}${t('take_all_back')}</button>
  `
}

function reasonView(t, refund, act) {
  return html`
    <fieldset class="chips"><legend>${t('void_reason')}</legend>
      ${REASONS.map((reason) => html`<button type="button" class="category" aria-pressed=${refund.reason === t(reason)} @click=${() => act.chooseReason(reason)}>${t(reason)}</button>`)}
    </fieldset>
    <label class="field"><span>${t('other_reason')}</span>
      <input name="reason" maxlength="200" autocomplete="off" .value=${refund.reason} @input=${(event) => act.setRefund('reason', event.target.value)}></label>
  `
}

function methodView(t, refund, act) {
  return html`
    ${methodsView(t, 'give_back_by', METHODS, refund, act)}
    <label class="tick-box"><input type="checkbox" name="restock" .checked=${refund.restock} @change=${(event) => act.setRefund('restock', event.target.checked)}>
      <span>${t('restock')}</span></label>
  `
}

function methodsView(t, legend, methods, refund, act) {
  return html`<fieldset class="chips"><legend>${t(legend)}</legend>
    ${methods.map((method) => html`<button type="button" class="category" data-method=${method} aria-pressed=${refund.method === method} @click=${() => act.setRefund('method', method)}>${t(method)}</button>`)}
  </fieldset>`
}

function approvalView(t, refund, act) {
  return html`
    <fieldset class="chips approvers"><legend>${t('approved_by')}</legend>
      ${refund.approvers.map(({ name }) => html`<button type="button" class="category" data-approver=${name} aria-pressed=${refund.approver === name} @click=${() => act.setRefund('approver', name)}>${name}</button>`)}
      <label class="field"><span>${t('other_approver')}</span>
        <input name="approver" autocomplete="off" autocapitalize="off" .value=${refund.approver} @input=${(event) => act.setRefund('approver', event.target.value.trim())}></label>
    </fieldset>
    <label class="field"><span>${t('approver_pin')}</span>
      <input type="password" name="pin" inputmode="numeric" autocomplete="off" maxlength="12" .value=${refund.pin} @input=${(event) => act.setRefund('pin', event.target.value)}></label>
  `
}

function resultView(t, { result, method }, act) {
  return html`
    <div class="change refunded" role="status"><span>${t(result.waiting ? 'void_kept' : result.corrected ? 'payment_corrected' : 'refund_done', { method: t(method) })}</span>
      <strong class="amount">${rupiah(result.amount)}</strong></div>
    <button class="button primary accept" @click=${act.closePanel}>${t('finish')}</button>
  `
}
