/** Getting to know a printer: print a page, look at it, answer six questions. */

import { html, nothing } from '../vendor/lit-html/lit-html.js'
import { icon } from '../shared/icon.js'
import { measured } from './decisions.js'
import { choice, doButton } from './parts.js'

const YES_NO = ['yes', 'no']
const LETTERS = 'ABCXYZ abcxyz 0123456789 #$@[]^_{|}~' // as on the page: printers/layout/machine.py

/** The wizard for `state.calibrating`, a printer. */
export function calibrationView(state, act) {
  const { t, calibrating: printer, probed } = state
  const receipt = printer.kind === 'receipt'
  return html`<section class="card calibration" data-section="calibration">
    <h3 tabindex="-1">${t('calibrate')}: ${printer.name}</h3>
    <ol class="steps">
      <li><span>${t('calPrint')}</span>${doButton(act, t('calPrintDo'), (doing) => doing.printCalibration(printer.name))}</li>
      <li><span>${t('calProbe')} ${probed ? html`<b>${t('calProbed', { completion: t(`completion_${probed.completion}`) })}</b>` : nothing}</span>${doButton(act, t('calProbeDo'), (doing) => doing.probe(printer.name))}</li>
      ${receipt ? html`<li><span>${t('calKick')}</span>${doButton(act, t('calKickDo'), (doing) => doing.openDrawer(printer.name))}</li>` : nothing}
      <li><p>${t('calRead')} ${receipt ? html`<code class="letters">${LETTERS}</code>` : nothing}</p>
        <form class="grid-form" @submit=${(event) => save(event, printer, act)}>
          ${receipt ? questions(state, printer) : nothing}
          ${choice('native_qr', t('calQr'), [['yes', t('calQrNative')], ['no', t('calQrDrawn')]], printer.native_qr ? 'yes' : 'no')}
          ${receipt ? asked(state, 'cutter', t('calCut'), printer.caps.cutter ?? true) : nothing}
          ${receipt ? asked(state, 'drawer', t('calDrawer'), printer.caps.drawer ?? true) : nothing}
          ${choice('completion', t('completion'), completions(printer).map((each) => [each, t(`completion_${each}`)]), probed?.completion ?? printer.completion)}
          <div class="actions">
            <button class="button primary">${icon('check')}${t('save')}</button>
            <button class="button quiet" type="button" @click=${() => act.set({ calibrating: null, probed: null })}>${t('no')}</button>
          </div>
        </form>
      </li>
    </ol>
  </section>`
}

const completions = (printer) => (printer.language === 'escpos' ? ['gs_h', 'gs_r', 'poll', 'none'] : ['poll', 'none'])

const asked = ({ t }, name, question, value) => choice(name, question, YES_NO.map((each) => [each, t(each === 'yes' ? 'yesWord' : 'noWord')]), value ? 'yes' : 'no')

function questions(state, printer) {
  const { t } = state
  const { caps, media } = printer
  const width = String(caps.width_dots ?? (media === '58mm' ? 384 : 576))
  const columns = String(caps.columns ?? (media === '58mm' ? 32 : 48))
  return html`
    ${choice('width_dots', t('calWidth'), ['384', '512', '576'].map((each) => [each, each]), width)}
    ${choice('columns', t('calColumns'), ['32', '42', '48'].map((each) => [each, each]), columns)}
    ${asked(state, 'letters', t('calLetters'), (caps.mode ?? 'text') === 'text')}`
}

function save(event, printer, act) {
  event.preventDefault()
  const answers = Object.fromEntries(new FormData(event.target))
  act.run((doing) => doing.calibrate(printer.name, measured(answers)))
}
