/** The documents that leave this tablet: where each kind goes, what it waits for, and all of them as a file. Pure. */

/** kind -> its address at the server and its list in the saved file, in the order in which one depends on another. */
const KINDS = {
  shift: { list: 'shifts', path: ({ id }) => `/api/v1/shifts/${id}` },
  sale: { list: 'sales', path: ({ id }) => `/api/v1/sales/${id}` },
  refund: { list: 'refunds', path: ({ id }) => `/api/v1/refunds/${id}` },
  correction: { list: 'corrections', path: ({ id }) => `/api/v1/payment-corrections/${id}` },
  balance_payment: { list: 'balance_payments', path: ({ id }) => `/api/v1/balance-payments/${id}` },
  handover: { list: 'handovers', path: ({ id }) => `/api/v1/order-handovers/${id}` },
  contact: { path: ({ id }) => `/api/v1/order-contacts/${id}` }, // personal: in no file, and gone from here once it is sent
  cash: { list: 'cash_movements', path: ({ id }) => `/api/v1/cash-movements/${id}` },
  close: { list: 'closes', path: ({ document }) => `/api/v1/shifts/${document.shift}/close` },
}

export const kindOf = (entry) => entry.kind ?? 'sale'
export const isSale = (entry) => kindOf(entry) === 'sale'
/** Whether the server wants nothing of it, seen by the office or not. */
export const isRefused = ({ state }) => state === 'rejected' || state === 'put_away'
export const pathOf = (entry) => KINDS[kindOf(entry)].path(entry)

/** The id that an answer must name to count: a close is answered under its shift's. */
export const answeredAs = (entry) => (entry.kind === 'close' ? entry.document.shift : entry.id)

/** What is sent: a sale says when, and the shift of a close stands in its address. */
export function bodyOf(entry, sentAt) {
  if (isSale(entry)) return { ...entry.document, sent_at: sentAt }
  if (entry.kind !== 'close') return entry.document
  const { shift: _, ...count } = entry.document
  return count
}

/**
 * Whether an entry has to wait for another that has not been sent either: a correction for its sale and for what was done
 * about that sale before, cash and count for the opening of their drawer, the count for all that went through it, an
 * opening for the count before it.
 */
export function waitsFor(entry, other) {
  if (entry === other) return false
  if (entry.document.sale && (entry.document.sale === other.id || isEarlierOnSameSale(other, entry))) return true
  if (entry.kind === 'shift') return other.kind === 'close' && other.made_at < entry.made_at
  if (entry.kind === 'cash' || entry.kind === 'balance_payment') return entry.document.shift === other.id
  if (entry.kind === 'close') return entry.document.shift === other.id || entry.document.shift === other.document.shift
  return false
}

const isEarlierOnSameSale = (other, { document, made_at }) => other.document.sale === document.sale && other.made_at < made_at

const NEVER_AGAIN = ['correction', 'contact']

/** Whether the server would take it a second time: corrections need a PIN but in the file, an address is gone from here. */
export const canBeOfferedAgain = (entry) => !NEVER_AGAIN.includes(entry.kind)

/** What the server keeps of a buyer, or the office is told about a refusal: nothing personal. */
export const nameless = (entry) => (entry.kind === 'contact' ? { ...entry, document: { sale: entry.document.sale } } : entry)

/** It says that it is offered again: no receipt comes out unasked, no second PIN is needed. */
export const offeredAgain = (entry) => (['sale', 'refund'].includes(kindOf(entry)) ? { ...entry.document, reoffered: true } : entry.document)

/**
 * Everything this tablet holds, under every code it ever had; ids make importing it twice harmless. Rejected and held
 * documents go along: the file is for people, too.
 */
export function savedFile(entries, codes) {
  const tills = [...new Set([...codes, ...entries.map((entry) => entry.document.till)])].filter(Boolean).sort()
  const inOrder = [...entries].sort((a, b) => a.made_at - b.made_at)
  const lists = Object.entries(KINDS).filter(([, { list }]) => list).map(([kind, { list }]) => [list, inOrder.filter((entry) => kindOf(entry) === kind).map(row)])
  return { version: 2, tills, ...Object.fromEntries(lists) }
}

const row = (entry) => ({ id: entry.id, ...offeredAgain(entry), made_at: new Date(entry.made_at).toISOString() })
