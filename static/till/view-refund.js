/** Which goods come back, why, how the money goes back, and who stands by it. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { rupiah } from '../shared/money.js'
import { METHODS } from './checkout.js'

const REASONS = ['reason_mistake', 'reason_exchange', 'reason_defect', 'reason_changed_mind']

export function refundView(state, act) {
  const { t, refund } = state
  if (refund.result) return resultView(t, refund, act)
  const chosen = refund.mode === 'payment' ? refund.method !== refund.entry.document.payments[0].method || refund.entry.document.payments.length > 1 : refund.lines.some((line) => line.back > 0)
  const ready = chosen && refund.reason.trim() && (refund.unsent || state.mayApprove || (refund.approver && refund.pin.length >= 4))
  return html`
    <form class="refund-form" @submit=${act.sendRefund}>
      <p><strong class="amount">${refund.entry.document.number}</strong> · <span class="amount">${rupiah(refund.entry.document.total)}</span></p>
      ${refund.unsent ? html`<p class="notice attention">${icon('clock')}<span>${t('void_unsent_hint')}</span></p>` : html`${modesView(t, refund, act)} ${refund.mode === 'goods' ? linesView(state, act) : nothing}`}
      ${reasonView(t, refund, act)}
      ${methodView(t, refund, act)}
      ${refund.unsent || state.mayApprove ? nothing : approvalView(t, refund, act)}
      ${refund.problem ? html`<p class="notice bad" role="alert">${icon('circle-alert')}<span>${refund.problem}</span></p>` : nothing}
      <button class="button danger accept" ?disabled=${!ready || refund.busy}>${t(refund.unsent ? 'void_sale' : refund.mode === 'payment' ? 'correct_payment' : 'refund_do')}</button>
    </form>
  `
}

function modesView(t, refund, act) {
  return html`<div class="methods two" role="group" aria-label=${t('refund')}>${['goods', 'payment'].map((mode) => html`
    <button type="button" class="method" data-mode=${mode} aria-pressed=${refund.mode === mode} @click=${() => act.chooseMode(mode)}>${t(`mode_${mode}`)}</button>`)}</div>`
}

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
      ${REASONS.map((reason) => html`<button type="button" class="category" aria-pressed=${refund.reason === t(reason)} @click=${() => act.setRefund('reason', t(reason))}>${t(reason)}</button>`)}
    </fieldset>
    <label class="field"><span>${t('other_reason')}</span>
      <input name="reason" maxlength="200" autocomplete="off" .value=${refund.reason} @input=${(event) => act.setRefund('reason', event.target.value)}></label>
  `
}

function methodView(t, refund, act) {
  return html`
    <fieldset class="chips"><legend>${t(refund.mode === 'payment' ? 'really_paid_by' : 'give_back_by')}</legend>
      ${METHODS.map((method) => html`<button type="button" class="category" data-method=${method} aria-pressed=${refund.method === method} @click=${() => act.setRefund('method', method)}>${t(method)}</button>`)}
    </fieldset>
    ${refund.mode === 'payment' ? nothing : html`<label class="tick-box"><input type="checkbox" name="restock" .checked=${refund.restock} @change=${(event) => act.setRefund('restock', event.target.checked)}>
      <span>${t('restock')}</span></label>`}
  `
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
