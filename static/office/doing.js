/** What the office can do: one request each, and what is shown afterwards. */

import { get, post, put, request } from '../shared/api.js'
import { uuid4 } from '../shared/ids.js'
import { orderDoings } from './doing-orders.js'
import { paperDoings } from './doing-paper.js'
import { tabletDoings } from './doing-tablets.js'

/** Actions on the server. `set` changes what is shown; a text returned is said to the person. */
export function doings(state, set) {
  const { t } = { t: (...words) => state.t(...words) }
  return {
    ...orderDoings(state, set, t),
    ...paperDoings(state, set, t),
    ...tabletDoings(state, set, t),
    async decide(sale, decision, reason, lines) {
      const document = { decision, reason }
      if (decision === 'accept' && lines) document.lines = lines
      await put(`/api/v1/held/${sale.held_id}/decision`, document)
      state.lines.delete(sale.held_id)
      return t('done')
    },
    answerHelp: (till) => post(`/api/v1/help/${till}/answered`).then(() => t('done')),
    approveRefund: (id) => put(`/api/v1/refunds/${id}/approval`, {}).then(() => t('done')),
    confirmJob: (id, onPaper) => post(`/api/v1/print-jobs/${id}/confirm`, { on_paper: onPaper }).then(() => t('done')),
    copyJob: (id) => post(`/api/v1/print-jobs/${id}/copy`, { id: uuid4() }).then(() => t('done')),
    releaseJob: (id) => post(`/api/v1/print-jobs/${id}/release`).then(() => t('done')),
    dropJob: (id) => post(`/api/v1/print-jobs/${id}/drop`).then(() => t('done')),

    async openShift(id) {
      set({ shift: id ? await get(`/api/v1/shifts/${id}`) : null })
    },

    async enrol(place) {
      set({ enrolment: await post('/api/v1/enrolments', place.stall || place.role ? place : { stall: state.me.stall }) })
    },

    async savePrinter(name, printer, host) {
      const address = `/api/v1/printers/${encodeURIComponent(name)}`
      await put(address, printer)
      if (host) await put(`${address}/host`, host)
      set({ printer: null })
      return t('done')
    },
    printCalibration: (name) => post(`/api/v1/printers/${encodeURIComponent(name)}/test`, { id: uuid4(), page: 'calibration' }).then(() => t('tested', { name })),
    openDrawer: (name) => post(`/api/v1/printers/${encodeURIComponent(name)}/drawer`, { id: uuid4() }).then(() => t('calKicked')),
    async probe(name) {
      set({ probed: await post(`/api/v1/printers/${encodeURIComponent(name)}/probe`) })
    },
    async calibrate(name, answers) {
      await put(`/api/v1/printers/${encodeURIComponent(name)}/calibration`, answers)
      set({ calibrating: null, probed: null })
      return t('calSaved')
    },
    continueLabels: (id, last) => post(`/api/v1/print-jobs/${id}/continue`, { last }).then(() => t('done')),
    testPrinter: (name) => post(`/api/v1/printers/${encodeURIComponent(name)}/test`, { id: uuid4() }).then(() => t('tested', { name })),

    async addStaff(person) {
      set({ pin: await post('/api/v1/staff', person) })
    },
    async newPin(name) {
      set({ pin: await post(`/api/v1/staff/${encodeURIComponent(name)}/pin`) })
    },
    dismiss: (name) => request('DELETE', `/api/v1/staff/${encodeURIComponent(name)}`).then(() => t('done')),

    async loadSettings(no) {
      set({ settingsOf: no, settings: await get(`/api/v1/stalls/${no}/settings`) })
    },
    async saveSettings(no, settings) {
      set({ settings: await put(`/api/v1/stalls/${no}/settings`, settings) })
      return t('done')
    },
    saveClosing: (closing) => put('/api/v1/closing-prices', closing).then(() => t('done')),
    saveEventSettings: (settings) => put('/api/v1/event-settings', settings).then(() => t('done')),
    async startHallCheck() {
      set({ hallCheck: await put(`/api/v1/hall-checks/${uuid4()}`, {}) })
      return t('hallCheckStarted')
    },
    async readHallCheck() {
      set({ hallCheck: await get('/api/v1/hall-check') })
    },
    offerAgain: () => post('/api/v1/offer-again').then(() => t('offered')),
  }
}
