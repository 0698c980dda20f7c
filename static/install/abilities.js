/** What this tablet can do for the till, tried out one by one. Each answers {mark: 'good' | 'some' | 'bad', key, values}. */

import { clockOffset } from '../shared/clock.js'

const CLOCK_OFF_MS = 120_000
const WORKER_MS = 8_000
const PROBE = 'lapak-self-test'

const says = (good, key) => ({ mark: good ? 'good' : 'bad', key: `${key}_${good ? 'good' : 'bad'}` })

const secure = async () => says(isSecureContext, 'secure')

/** The till's files are kept by its service worker. */
async function offline() {
  if (!navigator.serviceWorker) return says(false, 'offline')
  await navigator.serviceWorker.register('/sw.js')
  const late = new Promise((resolve) => setTimeout(resolve, WORKER_MS, null))
  return says(Boolean(await Promise.race([navigator.serviceWorker.ready, late])), 'offline')
}

async function camera() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true })
  for (const track of stream.getTracks()) track.stop()
  return says(true, 'camera')
}

async function awake() {
  const lock = await navigator.wakeLock.request('screen')
  await lock.release()
  return says(true, 'awake')
}

/** Something is written to a memory of its own and read again. */
async function storage() {
  await written()
  const sure = (await navigator.storage?.persist?.()) ?? false
  return sure ? says(true, 'storage') : { mark: 'some', key: 'storage_some' }
}

function written() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(PROBE)
    opening.onupgradeneeded = () => opening.result.createObjectStore('probe').put(1, 'one')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      opening.result.close()
      indexedDB.deleteDatabase(PROBE)
      resolve()
    }
  })
}

async function clock() {
  const startedAt = Date.now()
  const answer = await fetch('/health', { cache: 'no-store' }).catch(() => null)
  const offset = answer && clockOffset(startedAt, Date.now(), answer.headers.get('Date'))
  if (offset === null) return { mark: 'bad', key: 'clock_unknown' }
  const minutes = Math.round(Math.abs(offset) / 60_000)
  return { ...says(Math.abs(offset) < CLOCK_OFF_MS, 'clock'), values: { minutes } }
}

export const ABILITIES = { secure, offline, camera, awake, storage, clock }

/** One of them; whatever goes wrong on the way is a no. */
export async function tried(name) {
  try {
    return await ABILITIES[name]()
  } catch {
    return says(false, name)
  }
}
