/** Signing in and out. A sale never waits for it: it travels under the tablet's own enrolment. */

import { Problem, get, post } from '../shared/api.js'
import { writeMeta } from './db.js'

const LONGEST_PIN = 12
const MAY_APPROVE = ['lead', 'treasurer', 'organiser']

export function staffing(till) {
  const { state } = till
  const { staff } = state

  function update(changes) {
    Object.assign(staff, changes)
    till.draw()
  }

  async function openSignIn() {
    update({ chosen: null, pin: '', problem: null })
    till.act.open('staff')
    try {
      update({ names: await get('/api/v1/staff-names') })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      update({ problem: error.status === 0 ? state.t('sign_in_offline') : error.detail })
    }
  }

  const chooseStaff = (chosen) => update({ chosen, pin: '', problem: null })
  const typePin = (pin) => update({ pin: pin.replace(/\D/g, '').slice(0, LONGEST_PIN) })
  const pinKey = (key) => typePin(key === 'back' ? staff.pin.slice(0, -1) : staff.pin + key)

  async function signIn(event) {
    event.preventDefault()
    update({ busy: true, problem: null })
    try {
      const me = await post('/api/v1/sign-in', { staff: staff.chosen, pin: staff.pin })
      await remember(me.staff ?? staff.chosen, me.role)
      till.act.closePanel()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      update({ problem: wordsFor(error) })
    } finally {
      update({ busy: false, pin: '' })
    }
  }

  function wordsFor({ status, code, details, detail }) {
    if (status === 0) return state.t('sign_in_offline')
    if (code === 'wrong_pin') return details.tries_left === undefined ? state.t('wrong_pin_plain') : state.t('wrong_pin', { n: details.tries_left })
    if (code === 'too_many_tries') return state.t('too_many_tries', { n: details.retry_after })
    return detail
  }

  async function signOut() {
    if (state.summary.waiting > 0) return till.act.say({ text: state.t('sign_out_blocked') })
    await remember(null, null)
    till.act.closePanel()
    try {
      await post('/api/v1/sign-out')
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }

  async function remember(name, role) {
    staff.name = name
    state.mayApprove = MAY_APPROVE.includes(role)
    await writeMeta(till.database, 'staff', name)
  }

  return { openSignIn, chooseStaff, typePin, pinKey, signIn, signOut }
}
