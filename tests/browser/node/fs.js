/** As much of node:fs as our tests use. */

export function readFileSync(url) {
  const request = new XMLHttpRequest()
  request.open('GET', url, false)
  request.send()
  if (request.status !== 200) throw new Error(`${url}: status ${request.status}`)
  return request.responseText
}
