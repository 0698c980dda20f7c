import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { afterChange } from '../../static/board/changes.js'

// Written by tests/exhibition/test_board_changes.py, which checks that the server still says so.
const { snapshots, changes } = JSON.parse(readFileSync(new URL('../samples/board-changes.json', import.meta.url)))

test('a screen that was told only what changed shows what a whole snapshot shows', () => {
  let shown = snapshots[0]
  changes.forEach((change, place) => {
    shown = afterChange(shown, change)
    assert.deepEqual(shown, snapshots[place + 1])
  })
})

test('a change that was seen already changes nothing', () => {
  assert.equal(afterChange(snapshots[2], changes[0]), snapshots[2])
})

test('a change of a later beginning, or of another journal, asks for the whole', () => {
  assert.equal(afterChange(snapshots[0], changes[1]), null)
  assert.equal(afterChange(null, changes[0]), null)
  assert.equal(afterChange({ ...snapshots[0], journal: 'restored' }, changes[0]), null)
})

test('what was fetched in between and holds a part of the change is brought up to date', () => {
  const long = { ...changes[1], since: changes[0].since }
  const both = { ...changes[0], ...long }
  for (const name of ['stalls', 'facilities', 'categories', 'hours', 'payments', 'latest']) {
    const rows = [...(changes[1][name] ?? []), ...(changes[0][name] ?? [])]
    const key = { stalls: 'no', hours: 'hour', payments: 'method', latest: 'number' }[name] ?? 'code'
    both[name] = rows.filter((row, place) => rows.findIndex((other) => other[key] === row[key]) === place)
  }
  assert.deepEqual(afterChange(snapshots[1], both), snapshots[2])
})
