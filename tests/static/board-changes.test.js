import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { afterChange } from '../../static/board/changes.js'

// Written by tests/exhibition/test_board_changes.py, which checks that the server still says so.
const { snapshots, changes, wandering } = JSON.parse(readFileSync(new URL('../samples/board-changes.json', import.meta.url)))

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

test('on whatever day, whatever was missed or fetched in between, a change shows the truth or asks for the whole', () => {
  const { snapshots, changes } = wandering
  const seqs = snapshots.map(({ seq }) => seq)
  for (const change of changes) {
    for (const shown of snapshots) {
      const after = afterChange(shown, change)
      const truth = snapshots[seqs.indexOf(Math.max(shown.seq, change.seq))]
      if (after || shown.seq === change.since) assert.deepEqual(after, truth)
    }
  }
})
