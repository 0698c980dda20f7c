import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  againstYesterday, clockIn, coverage, dayHours, isBehind, isNewer, moves, ranked, rankedByShareSold, shortStall, soldOn, widthInEm,
} from '../../static/board/figures.js'
import { shortAmount } from '../../static/board/chart.js'
import { TEXTS } from '../../static/board/texts.js'
import { missingKeys } from '../../static/shared/texts.js'

const row = (name, net, pieces = 1) => ({ name, net, pieces })

const snapshot = (changes = {}) => ({
  seq: 7,
  journal: 'j1',
  as_of: '2018-04-04T11:30:00.000+07:00',
  event: { days: [{ date: '2018-04-03', opens: '09:00', closes: '17:00' }, { date: '2018-04-04', opens: '09:00', closes: '17:00' }] },
  hours: [
    { hour: '2018-04-03T09:00:00+07:00', net: 100, pieces: 1, sales: 1 },
    { hour: '2018-04-03T11:00:00+07:00', net: 200, pieces: 2, sales: 1 },
    { hour: '2018-04-03T15:00:00+07:00', net: 900, pieces: 9, sales: 3 },
    { hour: '2018-04-04T09:00:00+07:00', net: 300, pieces: 3, sales: 2 },
  ],
  ...changes,
})

test('the leader has the whole bar and everybody a place', () => {
  const rows = ranked([row('Riau', 50), row('Aceh', 100), row('Bali', 0)])
  assert.deepEqual(rows.map((each) => [each.name, each.place, each.share]), [['Aceh', 1, 1], ['Riau', 2, 0.5], ['Bali', 3, 0]])
})

test('before the first sale nobody leads and the order is that of the names', () => {
  const rows = ranked([row('Riau', 0, 0), row('Aceh', 0, 0)])
  assert.deepEqual(rows.map((each) => [each.name, each.share]), [['Aceh', 0], ['Riau', 0]])
})

test('a stall that gave back more than it sold has no bar, not a negative one', () => {
  assert.equal(ranked([row('Aceh', -100)])[0].share, 0)
})

test('the share sold leaves out who brought nothing', () => {
  const facility = (name, sell_through) => ({ ...row(name, 0), sell_through })
  assert.deepEqual(rankedByShareSold([facility('A', null), facility('B', 0.2), facility('C', 0.9)]).map((each) => each.name), ['C', 'B'])
})

test('a move is how many places somebody went up', () => {
  const before = [{ no: '01', place: 1 }, { no: '02', place: 2 }]
  const after = [{ no: '02', place: 1 }, { no: '01', place: 2 }, { no: '03', place: 3 }]
  assert.deepEqual([...moves(before, after, 'no')], [['02', 1], ['01', -1], ['03', 0]])
})

test('coverage tells who reports, who fell silent and what waits', () => {
  const stall = (last_seen, waiting = 0, waiting_amount = 0) => ({ last_seen, waiting, waiting_amount })
  const known = coverage(
    [stall('2018-04-04T11:29:40+07:00', 1, 50_000), stall('2018-04-04T11:00:00+07:00', 2, 70_000), stall(null)],
    snapshot().as_of,
  )
  assert.deepEqual(known, { all: 3, reporting: 1, offline: 1, waiting: 3, amount: 120_000 })
})

test('the chart shows the opening hours of today beside the day before', () => {
  const day = dayHours(snapshot())
  assert.equal(day.date, '2018-04-04')
  assert.equal(day.before, '2018-04-03')
  assert.deepEqual(day.hours, [9, 10, 11, 12, 13, 14, 15, 16])
  assert.deepEqual(day.nets, [300, 0, 0, 0, 0, 0, 0, 0])
  assert.deepEqual(day.netsBefore, [100, 0, 200, 0, 0, 0, 900, 0])
})

test('a sale before opening widens the chart', () => {
  const hours = [{ hour: '2018-04-04T07:00:00+07:00', net: 5, pieces: 1, sales: 1 }]
  assert.equal(dayHours(snapshot({ hours })).hours[0], 7)
})

test('on a morning without sales the last day that had some is shown, and says so', () => {
  const day = dayHours(snapshot({ as_of: '2018-04-05T08:00:00+07:00' }))
  assert.equal(day.date, '2018-04-04')
  assert.equal(day.isToday, false)
})

test('an empty exhibition has an empty day', () => {
  const day = dayHours(snapshot({ hours: [], event: {} }))
  assert.deepEqual(day.nets, Array(8).fill(0))
  assert.equal(day.netsBefore, null)
})

test('today is compared with yesterday at the same time of day', () => {
  assert.equal(againstYesterday(snapshot()), 50) // 300 against 100 + half of 200
  assert.equal(againstYesterday(snapshot({ as_of: '2018-04-05T08:00:00+07:00' })), null)
})

test('what was sold on a day is summed', () => {
  assert.deepEqual(soldOn(snapshot(), '2018-04-03'), { net: 1200, pieces: 12, sales: 5 })
})

test('another journal always wins, within one the higher seq and then the later look', () => {
  const shown = snapshot()
  assert.ok(isNewer(shown, null))
  assert.ok(isNewer(snapshot({ journal: 'j2', seq: 1 }), shown))
  assert.ok(isNewer(snapshot({ seq: 8 }), shown))
  assert.ok(isNewer(snapshot({ as_of: '2018-04-04T11:30:05.000+07:00' }), shown))
  assert.ok(!isNewer(snapshot(), shown))
  assert.ok(!isNewer(snapshot({ seq: 6, as_of: '2018-04-04T12:00:00.000+07:00' }), shown))
})

test('a screen that missed only the last push is behind', () => {
  const shown = snapshot()
  assert.ok(!isBehind(shown, { journal: shown.journal, seq: shown.seq }))
  assert.ok(isBehind(shown, { journal: shown.journal, seq: shown.seq + 1 }))
  assert.ok(isBehind(shown, { journal: 'restored', seq: shown.seq }))
})

test('a moment is shown in the zone of the venue wherever the screen stands', () => {
  assert.equal(clockIn(snapshot(), Date.parse('2018-04-04T04:31:00Z')), '11.31')
  assert.equal(clockIn(snapshot({ as_of: '2018-04-04T11:30:00+09:00' }), Date.parse('2018-04-04T16:00:00Z')), '01.00')
})

test('a longer figure is wider', () => {
  assert.ok(widthInEm('Rp 1.000.000') > widthInEm('Rp 100.000'))
})

test('the axis says an amount in a few characters', () => {
  assert.equal(shortAmount(1_250_000), '1,25 jt')
  assert.equal(shortAmount(1_250_000, 'en'), '1.25 m')
  assert.equal(shortAmount(75_000), '75 rb')
  assert.equal(shortAmount(2e9), '2 M')
  assert.equal(shortAmount(0), '0')
})

test('a ranking of regions leaves the office title out', () => {
  assert.equal(shortStall('Kanwil Ditjenpas Jawa Barat'), 'Jawa Barat')
  assert.equal(shortStall('Stan Dharma Wanita'), 'Stan Dharma Wanita')
})

test('every word exists in both languages', () => {
  assert.deepEqual(missingKeys(TEXTS), [])
})
