/** When the network is gone for good: what this tablet holds as a file the office can import. And offering all again. */

import { isoLocal } from '../shared/clock.js'
import { changeEntries, changeEntry, codesEver, readMeta, writeMeta } from './db.js'
import { canBeOfferedAgain, nameless, offeredAgain, savedFile } from './documents.js'

const ANSWERED = ['sent', 'held']

export function rescue(till) {
  const { state } = till

  async function saveToFile() {
    const file = savedFile(state.entries, await codesEver(till.database))
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' }))
    link.download = `lapak-${state.enrolment.till}-${isoLocal().slice(0, 16).replace(':', '.')}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }

  /** The organiser asked every tablet to hand in everything again: done once for each request. */
  async function offerAgain(askedAt) {
    const handled = await readMeta(till.database, 'offered_again')
    if (!askedAt || (handled && Date.parse(handled) >= Date.parse(askedAt))) return
    const all = state.entries.filter((each) => ANSWERED.includes(each.state) && canBeOfferedAgain(each))
    await changeEntries(till.database, all.map(({ id }) => id), waitingAgain)
    await till.reloadEntries()
    await writeMeta(till.database, 'offered_again', askedAt)
    till.outbox.kick()
  }

  /** The office is done with documents that the server refused: they stay here, but are no news any more. */
  async function putAway(ids) {
    const done = new Set(ids)
    for (const entry of state.rejected.filter((each) => done.has(each.id))) {
      till.entryChanged(await changeEntry(till.database, entry.id, (current) => nameless({ ...current, state: 'put_away' })))
    }
  }

  return { saveToFile, offerAgain, putAway }
}

/** As if it had never been sent: what was hard to send then must not go before or after its time now. */
const waitingAgain = (entry) => ({ ...entry, state: 'waiting', tries: 0, document: offeredAgain(entry) })
