/** The live channel: it only ever says "something changed"; HTTP stays the truth. */

import { io } from '../vendor/socket.io-client/socket.io.esm.min.js'

const STALE_MS = 15_000

/**
 * Follows a Socket.IO namespace whose event carries {seq, journal, …}; `event` may be null.
 *
 * onNewer(data) for data that is newer than all before, or from another journal (data.reset is then true);
 * onState('online' | 'connecting' | 'offline'); onReturn() after a reconnect or when the page is looked at again;
 * `hears` are further events by name that carry no seq: every one of them counts.
 */
export function follow(namespace, event, { onNewer = () => {}, onState = () => {}, onReturn = () => {}, hears = {}, auth } = {}) {
  const newest = newestWins()
  const socket = io(namespace, {
    transports: ['websocket', 'polling'],
    auth,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    timeout: 8_000,
  })
  let connectedBefore = false
  socket.on('connect', () => {
    onState('online')
    if (connectedBefore) onReturn()
    connectedBefore = true
  })
  socket.on('disconnect', () => onState('connecting'))
  socket.on('connect_error', () => onState('offline'))
  if (event) {
    socket.on(event, (data) => {
      const verdict = newest(data)
      if (verdict === 'old') return
      onNewer(data, verdict === 'reset')
    })
  }
  for (const [name, heard] of Object.entries(hears)) socket.on(name, heard)
  const onVisible = () => {
    if (document.visibilityState !== 'visible') return
    if (!socket.connected) socket.connect()
    onReturn()
  }
  document.addEventListener('visibilitychange', onVisible)
  addEventListener('online', onVisible)
  return {
    connected: () => socket.connected,
    seen: newest,
    close() {
      document.removeEventListener('visibilitychange', onVisible)
      removeEventListener('online', onVisible)
      socket.close()
    },
  }
}

/** A judge for things that carry {journal, seq}: 'newer', 'old', or 'reset' when the journal is another one. Pure. */
export function newestWins() {
  let journal = null
  let seq = -1
  return (data) => {
    const reset = journal !== null && data.journal !== journal
    if (!reset && data.seq <= seq) return 'old'
    journal = data.journal
    seq = data.seq
    return reset ? 'reset' : 'newer'
  }
}

/** True when something last heard at `at` (milliseconds) is too old to be called live. Pure. */
export function isStale(at, now, limit = STALE_MS) {
  return now - at > limit
}
