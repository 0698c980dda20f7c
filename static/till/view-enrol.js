/** A tablet that does not know its stall yet. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'

export function enrolView(state, act) {
  const { t, enrol, summary, enrolment } = state
  return html`
    <main class="enrol">
      <div class="enrol-head">${icon('tablet')} ${state.demo ? html`<span class="demo-mark">${t('demo')}</span>` : nothing}
        <button class="button quiet" lang=${state.language === 'id' ? 'en' : 'id'} @click=${act.switchLanguage}>${icon('languages')}${t('language')}</button>
      </div>
      <h1>${t('enrol')}</h1>
      <p>${t('enrol_hint')}</p>
      ${summary.waiting ? html`<p class="notice attention">${icon('triangle-alert')}
        <span>${t('enrol_waiting', { n: summary.waiting, till: enrolment?.till ?? '' })}</span></p>` : nothing}
      <form @submit=${act.enrol}>
        <label class="field"><span>${t('enrol_code')}</span>
          <input class="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="24"
            .value=${enrol.code} @input=${(event) => act.typeEnrolCode(event.target.value)}></label>
        ${enrol.problem ? html`<p class="notice bad" role="alert">${icon('circle-alert')}<span>${enrol.problem}</span></p>` : nothing}
        <button class="button primary" ?disabled=${enrol.busy || enrol.code.trim().length < 4}>${t('enrol_do')}</button>
        ${enrolment ? html`<button type="button" class="button quiet" @click=${act.cancelEnrol}>${t('cancel')}</button>` : nothing}
      </form>
    </main>
  `
}
