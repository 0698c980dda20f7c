// Stands in for node:test where the tests run in a browser.
const waiting = []

export function test(name, run) {
  waiting.push({ name, run })
}

export async function finish() {
  const results = []
  for (const { name, run } of waiting) {
    try {
      await run()
      results.push({ name, error: null })
    } catch (error) {
      results.push({ name, error: String(error?.stack ?? error) })
    }
  }
  return results
}

export default test
