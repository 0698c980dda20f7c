/** Keeps the till's own files, so that it opens while the server is away. `/api` and `/socket.io` are never touched. */

const VERSION = '__VERSION__'
const FILES = ['__FILES__']
const SHELL = `lapak-till-${VERSION}`
const SCANNER = 'lapak-scanner'
const SCANNER_FILES = '/static/vendor/zxing-wasm/'

addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => skipWaiting()))
})

addEventListener('activate', (event) => {
  event.waitUntil(dropOldShells().then(() => clients.claim()))
})

addEventListener('fetch', (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== location.origin) return
  if (request.mode === 'navigate' && address.pathname === '/till') event.respondWith(fromShell('/till', request))
  else if (FILES.includes(address.pathname)) event.respondWith(fromShell(address.pathname, request))
  else if (address.pathname.startsWith(SCANNER_FILES)) event.respondWith(fromScanner(request))
})

async function keepShell() {
  const cache = await caches.open(SHELL)
  await cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })))
}

async function dropOldShells() {
  const old = (await caches.keys()).filter((name) => name.startsWith('lapak-till-') && name !== SHELL)
  await Promise.all(old.map((name) => caches.delete(name)))
}

async function fromShell(path, request) {
  const cache = await caches.open(SHELL)
  return (await cache.match(path)) ?? fetch(request)
}

/** The code reader is large and often not needed: kept from its first use. */
async function fromScanner(request) {
  const cache = await caches.open(SCANNER)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}
