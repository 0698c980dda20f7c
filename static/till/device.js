/** What the tablet itself can do for the till: keep the files, keep the data, keep awake, tell its battery. */

/** Registers the service worker where the browser has one; calls onLevel('full' | 'basic') and onNewVersion(). */
export async function keepShell({ onLevel, onNewVersion }) {
  if (!('serviceWorker' in navigator)) return onLevel('basic')
  const workers = navigator.serviceWorker
  const hadOne = Boolean(workers.controller)
  workers.addEventListener('controllerchange', () => {
    onLevel('full')
    if (hadOne) onNewVersion()
  })
  try {
    await workers.register('/sw.js')
    await workers.ready
    onLevel('full')
  } catch {
    // A certificate that is only clicked through, or a server that is away: the till sells all the same.
    onLevel(workers.controller ? 'full' : 'basic')
  }
}

/** Asks the browser not to clear this tablet's data; it may say no. */
export async function keepData() {
  await navigator.storage?.persist?.()
}

/** Keeps the screen on while the till is looked at. */
export function keepAwake() {
  if (!navigator.wakeLock) return
  const ask = () => document.visibilityState === 'visible' && navigator.wakeLock.request('screen').catch(() => {})
  document.addEventListener('visibilitychange', ask)
  ask()
}

/** Battery in percent, or null where the browser does not tell. */
export async function batteryPercent() {
  if (!navigator.getBattery) return null
  return Math.round((await navigator.getBattery()).level * 100)
}
