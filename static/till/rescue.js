/** When the network is gone for good: the sales of this tablet as a file the office can import. And offering all again. */

import { isoLocal } from '../shared/clock.js'
import { changeEntry, readMeta, writeMeta } from './db.js'

export function rescue(till) {
  const { state } = till

  /** Everything this tablet sold under its code; ids make importing it twice harmless. */
  function saveToFile() {
    const sales = state.entries
      .filter((entry) => entry.kind === 'sale' && entry.document.till === state.enrolment.till)
      .map((entry) => ({ id: entry.id, ...entry.document, reoffered: true }))
    const text = JSON.stringify({ till: state.enrolment.till, sales }, null, 1)
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    link.download = `lapak-${state.enrolment.till}-${isoLocal().slice(0, 16).replace(':', '.')}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }

  /** The organiser asked every tablet to hand in everything again: done once for each request. */
  async function offerAgain(askedAt) {
    const handled = await readMeta(till.database, 'offered_again')
    if (!askedAt || (handled && Date.parse(handled) >= Date.parse(askedAt))) return
    for (const entry of state.entries.filter((each) => each.state === 'sent' || each.state === 'held')) {
      await changeEntry(till.database, entry.id, (current) => ({ ...current, state: 'waiting', document: again(entry) }))
    }
    await till.reloadEntries()
    await writeMeta(till.database, 'offered_again', askedAt)
    till.outbox.kick()
  }

  return { saveToFile, offerAgain }
}

/** A sale says that it is offered again, so that its receipt is not printed unasked. */
const again = ({ kind, document }) => (kind === 'sale' ? { ...document, reoffered: true } : document)
