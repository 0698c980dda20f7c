/** What the office does about documents that tablets hand in late. */

import { get, post, put, request } from '../shared/api.js'
import { rupiah } from '../shared/money.js'
import { when } from './parts.js'
import { counted } from './tablets.js'

const IMPORT_MS = 300_000

export function tabletDoings(state, set, t) {
  return {
    async revoke(till) {
      await post(`/api/v1/tills/${till.code}/revoke`)
      return t('revoked', { till: till.code, unsent: unsentWords(state, till) })
    },

    /** One word about many; each is decided on its own. */
    async acceptAll(till, reason) {
      const told = await put(`/api/v1/tills/${till}/held-decision`, { decision: 'accept', reason })
      const left = told.filter((row) => row.code).length
      return t('acceptedAll', { done: told.length - left, left })
    },

    async putAway(till, id, reason) {
      await put(`/api/v1/tills/${till}/rejected/${encodeURIComponent(id)}`, { reason })
      return t('done')
    },

    async showSettled(shown) {
      if (!shown) return set({ settled: null })
      const [held, putAway] = await Promise.all([state.me.role === 'lead' ? [] : get('/api/v1/held'), get('/api/v1/documents-put-away')])
      set({ settled: { held, putAway } })
    },

    async importOutbox(file) {
      const document = await readFile(file, t)
      const rows = (await request('POST', '/api/v1/outbox-imports', { body: document, timeout: IMPORT_MS })).body
      set({ imported: { name: file.name, rows } })
      return rows.length ? t('imported', counted(rows)) : t('importEmpty')
    },
  }
}

/** What a tablet had not sent by its last report, in words. */
export function unsentWords(state, till) {
  if (!till.last_seen) return state.t('neverReported')
  if (!till.waiting) return state.t('nothingUnsent')
  return state.t('revokeUnsent', { time: when(state, till.last_seen), count: till.waiting, amount: rupiah(till.waiting_amount) })
}

async function readFile(file, t) {
  try {
    return JSON.parse(await file.text())
  } catch {
    throw new Error(t('unreadable'))
  }
}
