import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHeld, paperTick, printerTroubles } from '../../static/till/printers.js'

const printer = (changes) => ({ name: 'struk-07', kind: 'receipt', enabled: true, state: 'ready', reason: null, reason_en: null, ...changes })
const empty = printer({ state: 'paper_out', reason: 'Isi kertas.', reason_en: 'Load paper.' })

test('a receipt printer that needs a hand says what to do, in the language of the till', () => {
  assert.deepEqual(printerTroubles([empty], 'id'), [{ name: 'struk-07', low: false, words: 'Isi kertas.' }])
  assert.equal(printerTroubles([empty], 'en')[0].words, 'Load paper.')
})

test('a printer that works, is switched off or prints labels troubles nobody at the till', () => {
  assert.deepEqual(printerTroubles([printer({}), printer({ state: 'unknown' }), { ...empty, enabled: false }, { ...empty, kind: 'label' }]), [])
  assert.deepEqual(printerTroubles(undefined), [])
})

test('paper that runs low is a warning, not a fault', () => {
  assert.equal(printerTroubles([printer({ state: 'paper_low' })])[0].low, true)
})

test('a receipt that waits for its printer is not called held', () => {
  assert.ok(isHeld({ hold: 'late' }) && isHeld({ hold: 'restored' }) && !isHeld({ hold: 'paper_out' }))
  const tick = (hold) => paperTick({ state: 'sent', paper: { state: 'queued', hold } })
  assert.deepEqual([tick('paper_out'), tick('late'), tick(null)], ['blocked', 'late', 'waiting'])
})

test('a receipt whose copy was asked for is not waited for any more', () => {
  assert.equal(paperTick({ state: 'sent', paper: { state: 'superseded', hold: null } }), 'copied')
})
