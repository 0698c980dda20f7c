import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handOverLink, reportOf, sizeOf } from '../../static/till/hand-over.js'
import { printAppOf } from '../../static/shared/print-apps.js'

const CHROME = 'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36'
const FIREFOX = 'Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0'

test("Android's Chrome opens a print app by an intent, other browsers by the app's own scheme", () => {
  assert.equal(handOverLink('rawbt', 'G0A=', CHROME), 'intent:base64,G0A=#Intent;scheme=rawbt;package=ru.a402d.rawbtprinter;end;')
  assert.equal(handOverLink('other', 'G0A=', CHROME), 'intent:base64,G0A=#Intent;scheme=other;end;')
  assert.equal(handOverLink('rawbt', 'G0A=', FIREFOX), 'rawbt:base64,G0A=')
})

test('an interrupted hand-over is undone while nothing has left, and doubted once the app may have it', () => {
  const note = { job: 'j', printer: 'p', bytes: 2 }
  assert.deepEqual(reportOf({ ...note, step: 'leased' }), { do: 'requeue', job: 'j', printer: 'p', error: 'tablet_restarted' })
  assert.equal(reportOf({ ...note, step: 'handing' }).state, 'unconfirmed')
  assert.deepEqual(reportOf({ ...note, step: 'handed' }), { do: 'finish', job: 'j', printer: 'p', state: 'sent', evidence: 'handed_to_os', bytes_sent: 2 })
})

test('the length of the bytes is that before base64', () => {
  for (const size of [0, 1, 2, 3, 4, 100]) assert.equal(sizeOf(Buffer.alloc(size).toString('base64')), size)
})

test("a print app's printer names its app and its tablet", () => {
  assert.deepEqual(printAppOf({ connection: 'agent+app://rawbt/07A' }), { app: 'rawbt', host: '07A' })
  assert.deepEqual(printAppOf({ connection: 'agent+app://rawbt' }), { app: 'rawbt', host: null })
  assert.equal(printAppOf({ connection: 'agent+usb:///dev/usb/lp0' }), null)
})
