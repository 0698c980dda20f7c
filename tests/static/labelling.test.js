import assert from 'node:assert/strict'
import { test } from 'node:test'

import { filtered, itemsOf, pictureOf, stillMissing, targetsFor, usualTarget, withAll, withDate } from '../../static/office/labelling.js'

const t = (key, values = {}) => `${key} ${values.size ?? ''}`.trim()
const batik = { sku: 'BKL-BTK01', name: 'Batik', code: 'A', facility: 'BKL', facility_name: 'Lapas', home: '07', stock: 20, unique: false, pieces: [] }
const coffee = { ...batik, sku: 'TKG-KOP01', name: 'Kopi', facility: 'TKG', home: '01', stock: 300 }
const statue = { ...batik, sku: 'ABE-UKR01', name: 'Patung', unique: true, pieces: [{ code: '7Q2MXK', state: 'open' }, { code: '8Q2MXK', state: 'sold' }] }
const printers = [
  { name: 'label-07', kind: 'label', media: '40x30', enabled: true },
  { name: 'label-09', kind: 'label', media: '50x30', enabled: false },
  { name: 'struk-07', kind: 'receipt', media: '58mm', enabled: true },
]

test('labels go to label printers in use or to A4, cards to receipt printers or a PDF', () => {
  assert.deepEqual(targetsFor('price', printers, t).map((target) => target.key), ['label-07', 'pdf:50x30', 'pdf:40x30'])
  assert.deepEqual(targetsFor('shelf', printers, t).map((target) => target.key), ['struk-07', 'pdf:card'])
})

test("labels looked at for one stall do not come out at another's printer", () => {
  const targets = targetsFor('price', [{ ...printers[0], stall: '07' }, { ...printers[0], name: 'label-01', stall: '01' }], t)
  assert.equal(usualTarget(targets, '').key, 'label-07')
  assert.equal(usualTarget(targets, '01').key, 'label-01')
  assert.equal(usualTarget(targets, '03').key, 'pdf:50x30')
})

test('all of a stall are taken at once, unique pieces by their open ones', () => {
  const chosen = withAll(new Map(), [batik, coffee, statue], 'price', 'stock')
  assert.deepEqual([...chosen], [['BKL-BTK01', 20], ['TKG-KOP01', 200], ['piece:7Q2MXK', 1]])
  assert.deepEqual([...withAll(new Map(), [batik], 'price', 3)], [['BKL-BTK01', 3]])
  assert.deepEqual([...withAll(new Map(), [statue], 'shelf', 9)], [['ABE-UKR01', 1]])
})

test('a batch names pieces, copies, and what only the packer knows', () => {
  const chosen = new Map([['BKL-BTK01', 2], ['piece:7Q2MXK', 1], ['TKG-KOP01', 0]])
  assert.deepEqual(itemsOf(chosen, 'price', new Map()), [{ sku: 'BKL-BTK01', copies: 2 }, { piece: '7Q2MXK' }])
  const dates = new Map([['TKG-KOP01', { produced_on: '2018-04-03', expires_on: '', batch: 'B1' }]])
  assert.deepEqual(itemsOf(new Map([['TKG-KOP01', 1]]), 'food', dates), [{ sku: 'TKG-KOP01', copies: 1, kind: 'food', produced_on: '2018-04-03', batch: 'B1' }])
  assert.deepEqual(itemsOf(new Map([['TKG-KOP01', 1]]), 'shelf', dates), [{ sku: 'TKG-KOP01' }])
})

test('the last day follows the typed day of production, until somebody says another', () => {
  const keeps = { shelf_life_days: 30 }
  const packed = withDate({}, 'produced_on', '2018-04-03', keeps)
  assert.deepEqual(packed, { produced_on: '2018-04-03', expires_on: '2018-05-03' })
  assert.equal(withDate(packed, 'produced_on', '2018-04-01', keeps).expires_on, '2018-05-01')
  assert.equal(withDate(packed, 'produced_on', '', keeps).expires_on, '')
  const said = withDate(packed, 'expires_on', '2018-04-20', keeps)
  assert.equal(withDate(said, 'produced_on', '2018-04-01', keeps).expires_on, '2018-04-20')
  assert.equal(withDate({}, 'produced_on', '2018-04-03', {}).expires_on, '')
})

test('nobody but the packer says when a food was made: an untouched label is not complete', () => {
  assert.deepEqual(stillMissing({ missing: [], shelf_life_days: 30 }, undefined), ['produced_on', 'expires_on', 'batch'])
  assert.deepEqual(itemsOf(new Map([['TKG-KOP01', 1]]), 'food', new Map()), [{ sku: 'TKG-KOP01', copies: 1, kind: 'food' }])
})

test('what is missing is named, and what is not said today', () => {
  assert.deepEqual(stillMissing({ missing: ['halal'] }, { produced_on: '2018-04-03', expires_on: '2018-05-03', batch: '' }), ['halal', 'batch'])
})

test('the list shows what needs new labels, of one stall or facility', () => {
  const goods = new Map([['BKL-BTK01', { reprint: true, missing: [] }], ['TKG-KOP01', { reprint: false, missing: ['halal'] }]])
  const skus = (filter) => filtered([batik, coffee], filter, goods).map((product) => product.sku)
  assert.deepEqual(skus({ only: 'reprint' }), ['BKL-BTK01'])
  assert.deepEqual(skus({ only: 'missing' }), ['TKG-KOP01'])
  assert.deepEqual(skus({ stall: '01' }), ['TKG-KOP01'])
  assert.deepEqual(skus({ facility: 'BKL', search: 'kopi' }), [])
})

test('the picture is of the very label that will come out', () => {
  assert.equal(pictureOf('piece:7Q2MXK', statue, 'price', { size: '40x30' }, {}), '/api/v1/products/ABE-UKR01/label?format=png&size=40x30&piece=7Q2MXK')
  assert.equal(pictureOf('ABE-UKR01', statue, 'shelf', { size: '58mm' }, {}), '/api/v1/products/ABE-UKR01/label?format=png&paper=58&kind=shelf')
  assert.match(pictureOf('TKG-KOP01', coffee, 'food', { size: '50x30' }, { batch: 'B1', expires_on: '' }), /size=50x30&kind=food&batch=B1$/)
})
