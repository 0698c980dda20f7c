/** The board's line to the server: pushes over Socket.IO, the truth over HTTP, back by itself after everything. */

import { io } from '../vendor/socket.io-client/socket.io.esm.min.js'
import { get } from '../shared/api.js'

const RETRY_MS = 3_000

/**
 * onSnapshot(snapshot) for every one that arrives, onChange(change) for what has changed since, onContact() whenever the server was heard,
 * onState('online' | 'connecting' | 'offline'), onRefused() when this screen may no longer watch.
 */
export function watch({ onSnapshot, onChange, onContact, onState, onRefused }) {
  const socket = io('/board', {
    auth: { changes: true },
    transports: ['websocket', 'polling'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
    timeout: 8_000,
  })
  const take = (snapshot) => {
    onContact()
    onSnapshot(snapshot)
  }
  const fetchNow = async () => {
    try {
      take(await get('/api/v1/board'))
    } catch (problem) {
      if (problem.status === 401 || problem.status === 403) onRefused()
    }
  }
  socket.on('snapshot', take)
  socket.on('change', (change) => {
    onContact()
    onChange(change)
  })
  socket.on('pulse', (pulse) => onContact(pulse))
  socket.on('connect', () => {
    onState('online')
    fetchNow()
  })
  socket.on('disconnect', (reason) => {
    onState('connecting')
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), RETRY_MS)
  })
  socket.on('connect_error', () => {
    onState('offline')
    if (!socket.active) retryRefused()
  })
  const retryRefused = () => {
    fetchNow()
    setTimeout(() => socket.connect(), RETRY_MS)
  }
  const onReturn = () => {
    if (document.visibilityState !== 'visible') return
    if (!socket.connected) socket.connect()
    fetchNow()
  }
  document.addEventListener('visibilitychange', onReturn)
  addEventListener('online', onReturn)
  return { fetchNow }
}
