/** Requests to the server: JSON in and out, a time limit, and problems as one kind of error. */

const TIMEOUT_MS = 8_000

/** Why a request failed. `status` 0 means that no answer came (network, time limit, somebody else's page). */
export class Problem extends Error {
  constructor(status, code, detail, details = {}) {
    super(detail || code)
    this.status = status
    this.code = code
    this.detail = detail
    this.details = details
  }
}

/** Sends one request; answers {status, body, headers, startedAt, endedAt}; throws Problem for anything but success. */
export async function request(method, path, { body, timeout = TIMEOUT_MS, headers = {}, fetching = fetch } = {}) {
  const startedAt = Date.now()
  const response = await send(fetching, method, path, body, timeout, headers)
  const parsed = await readJson(response)
  if (response.status === 304) return { status: 304, body: null, headers: response.headers, startedAt, endedAt: Date.now() }
  if (!response.ok) throw problemOf(response.status, parsed)
  if (parsed === undefined) throw new Problem(0, 'not_our_server', `${method} ${path}: not JSON`)
  return { status: response.status, body: parsed, headers: response.headers, startedAt, endedAt: Date.now() }
}

export const get = async (path, options) => (await request('GET', path, options)).body
export const put = async (path, body, options) => (await request('PUT', path, { ...options, body })).body
export const post = async (path, body = {}, options) => (await request('POST', path, { ...options, body })).body

async function send(fetching, method, path, body, timeout, headers) {
  const unsafe = method !== 'GET'
  const options = {
    method,
    headers: { Accept: 'application/json', ...headers },
    signal: AbortSignal.timeout(timeout),
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
  }
  if (unsafe) options.headers['X-Lapak'] = '1'
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json'
    options.body = JSON.stringify(body)
  }
  try {
    return await fetching(path, options)
  } catch (error) {
    throw new Problem(0, error.name === 'TimeoutError' ? 'timeout' : 'unreachable', String(error.message))
  }
}

/** The body as JSON; null when there is none to expect; undefined when it is something else (a login page, say). */
async function readJson(response) {
  if (response.status === 204 || response.status === 304) return null
  if (!/[/+]json\b/.test(response.headers.get('Content-Type') ?? '')) return undefined
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

function problemOf(status, body) {
  if (body && typeof body === 'object' && typeof body.code === 'string') {
    return new Problem(status, body.code, body.detail ?? body.title ?? '', body.details ?? {})
  }
  return new Problem(status, 'no_problem_document', `status ${status}`)
}
