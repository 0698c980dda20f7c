/** Which address sells under the newest till code. Cookies, unlike the memory, are shared by http and https of one host. */

const COOKIE = 'lapak_home'
const YEAR_S = 31_536_000

/** The address that sells under this code, or null when this host never claimed it. */
export function homeOf(till, cookies = document.cookie) {
  const found = new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(cookies)
  const [code, origin] = found ? decodeURIComponent(found[1]).split('@') : []
  return code === till ? origin : null
}

/** Where this tablet sells now, when the server knows that it is no longer here; null while it is. */
export function movedTo({ till, moved, address }, remembered) {
  if (till && till !== remembered) return { origin: homeOf(till) }
  return moved ? { origin: address } : null
}

/** Whether the server asks tablets to come to another host than this one. */
export const isElsewhere = (address) => Boolean(address) && new URL(address).hostname !== location.hostname

/** From now on this address sells under this code. */
export function claimHome(till) {
  const value = encodeURIComponent(`${till}@${location.origin}`)
  document.cookie = `${COOKIE}=${value}; path=/; max-age=${YEAR_S}; samesite=lax`
}
