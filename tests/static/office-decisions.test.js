import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decisions, fallbacksFor, isSilent, measured, needsLines, searched, sumOfLines, tillState, keptOf } from '../../static/office/decisions.js'
import { TEXTS } from '../../static/office/texts.js'
import { missingKeys } from '../../static/shared/texts.js'

const NOW = Date.parse('2018-04-03T10:10:00+07:00')
const till = (changes) => ({ code: '07A', stall: '07', state: 'active', waiting: 0, last_seen: '2018-04-03T10:09:50+07:00', rejected: [], ...changes })
const job = (changes) => ({ id: 'j', kind: 'receipt', copy: 0, state: 'queued', hold: null, printer: 'struk-07', stall: '07', created_at: '2018-04-03T10:00:00+07:00', ...changes })

test('where everything is in order nobody has to decide', () => {
  assert.deepEqual(decisions({ tills: [till({})], jobs: [job({}), job({ state: 'failed', copy: 1 })], printers: [{ enabled: true, state: 'ready' }] }, NOW), [])
})

test('money that waits for a decision stands above paper', () => {
  const found = decisions(
    {
      held: [{ held_id: 'h', stall: '07', received_at: '2018-04-03T10:05:00+07:00' }],
      tills: [till({ waiting: 2, last_seen: '2018-04-03T10:00:00+07:00', rejected: [{ id: 'r' }] })],
      refunds: [{ id: 'x', stall: '07', refunded_at: '2018-04-03T10:00:00+07:00' }],
      jobs: [job({ hold: 'late' }), job({ state: 'unconfirmed' }), job({ state: 'failed' })],
      printers: [{ name: 'struk-07', stall: '07', enabled: true, state: 'paper_out', state_since: '2018-04-03T10:00:00+07:00' }],
    },
    NOW,
  )
  assert.deepEqual(found.map((each) => each.kind), ['held', 'rejected', 'refund', 'unconfirmed', 'failed', 'printer', 'late', 'silent'])
})

test('a printer in trouble says how much waits for it, one switched off says nothing', () => {
  const printer = { name: 'struk-07', enabled: true, state: 'offline' }
  assert.equal(decisions({ printers: [printer], jobs: [job({}), job({ printer: 'other' })] }, NOW)[0].data.waiting, 1)
  assert.deepEqual(decisions({ printers: [{ ...printer, enabled: false }] }, NOW), [])
})

test('a job held back by its printer is not a decision', () => {
  assert.deepEqual(decisions({ jobs: [job({ hold: 'paper_out' })] }, NOW), [])
})

test('whatever only a person can let go on is shown to a person', () => {
  const kinds = (changes) => decisions({ jobs: [job(changes)] }, NOW).map((each) => each.kind)
  for (const hold of ['late', 'stale', 'restored']) assert.deepEqual(kinds({ hold }), ['late'])
  assert.deepEqual(kinds({ kind: 'label', copy: 2, state: 'failed' }), ['failed'])
  assert.deepEqual(kinds({ kind: 'drawer', state: 'failed' }), [])
})

test('a silent tablet matters only while it holds sales', () => {
  const away = { last_seen: '2018-04-03T10:00:00+07:00' }
  assert.ok(isSilent(till({ ...away, waiting: 1 }), NOW))
  assert.ok(!isSilent(till(away), NOW))
  assert.ok(!isSilent(till({ ...away, waiting: 1, state: 'revoked' }), NOW))
})

test('a tablet is here, away, never seen or revoked', () => {
  assert.equal(tillState(till({}), NOW), 'here')
  assert.equal(tillState(till({ last_seen: '2018-04-03T09:00:00+07:00' }), NOW), 'away')
  assert.equal(tillState(till({ last_seen: null }), NOW), 'never')
  assert.equal(tillState(till({ state: 'revoked' }), NOW), 'revoked')
})

test('only wrong goods are corrected by editing the goods', () => {
  assert.ok(needsLines({ reasons: ['total_mismatch'] }))
  assert.ok(!needsLines({ reasons: ['number_reused', 'till_revoked'] }))
  assert.equal(sumOfLines([{ quantity: 2, unit_price: 500, discount: 100 }, { quantity: 1, unit_price: 50 }], -50), 900)
})

test('a product is found by words of its name, facility or code', () => {
  const products = [{ name: 'Batik Tulis', sku: 'PKP-TEK02', code: 'ABC123', facility_name: 'Lapas Pekalongan', home: '13' }, { name: 'Kopi', sku: 'TKG-KOP01', code: 'XYZ', facility_name: 'Rutan Takengon', home: '01' }]
  assert.deepEqual(searched(products, 'pekal batik').map((each) => each.sku), ['PKP-TEK02'])
  assert.equal(searched(products, '').length, 2)
  assert.equal(searched(products, 'batik takengon').length, 0)
})

test('what a person read off the page becomes capabilities', () => {
  const answers = { width_dots: '512', columns: '42', letters: 'no', native_qr: 'no', cutter: 'yes', drawer: 'no', completion: 'gs_r' }
  assert.deepEqual(measured(answers), {
    caps: { width_dots: 512, columns: 42, mode: 'raster', cutter: true, drawer: false },
    native_qr: false,
    completion: 'gs_r',
  })
  assert.deepEqual(measured({ native_qr: 'yes', completion: 'poll' }), { caps: {}, native_qr: true, completion: 'poll' })
})

test('every word exists in both languages', () => {
  assert.deepEqual(missingKeys(TEXTS), [])
})

test('a piece sold twice is shown with both sales', () => {
  const pair = { piece: '7XK2M4', sku: 'LPT-LUK01', sales: [{ number: '07A-0001', stall: '07', sold_at: '2018-04-03T10:00:00+07:00' }, { number: '08A-0001', stall: '08', sold_at: '2018-04-03T10:05:00+07:00' }] }
  const [found] = decisions({ twice: [pair] }, NOW)
  assert.deepEqual([found.kind, found.key, found.at], ['twice', '7XK2M4', '2018-04-03T10:05:00+07:00'])
})

test('what the form does not ask about a printer stays, unless it gets other paper', () => {
  const known = { kind: 'receipt', media: '80mm', language: 'escpos', native_qr: false, caps: { columns: 42 } }
  assert.deepEqual(keptOf(known, known), { native_qr: false, caps: { columns: 42 } })
  assert.deepEqual(keptOf(known, { ...known, media: '58mm' }), {})
  assert.deepEqual(keptOf(known, { kind: 'label', media: '50x30', language: 'tspl' }), {})
  assert.deepEqual(keptOf(undefined, known), {})
})

test('a printer that takes over is another one of the same kind and in use', () => {
  const printer = (name, kind, enabled = true) => ({ name, kind, enabled })
  const all = [printer('struk-07', 'receipt'), printer('struk-08', 'receipt'), printer('label', 'label'), printer('tua', 'receipt', false)]
  const offered = (wish) => fallbacksFor(wish, all).map(({ name }) => name)
  assert.deepEqual(offered({ ...all[0], fallback: null }), ['struk-08'])
  assert.deepEqual(offered({ ...all[0], fallback: 'tua' }), ['struk-08', 'tua'])
  assert.deepEqual(offered({ ...all[2], fallback: null }), [])
})

test('labels that show an old price are one line, after everything else', () => {
  const found = decisions({ oldLabels: [{ sku: 'A' }, { sku: 'B' }], jobs: [job({ hold: 'late' })] }, NOW)
  assert.deepEqual(found.map(({ kind, data }) => [kind, data.n]), [['late', undefined], ['labels', 2]])
})
