/** As much of node:test as our tests use: tests run one after the other, results are collected. */

const waiting = []

export function test(name, ...rest) {
  waiting.push({ name, body: rest.at(-1) })
}

export const it = test
export const describe = (_name, body) => body()

/** Runs what was registered: [{name, problem}], `problem` null where all is well. */
export async function runAll() {
  const results = []
  for (const { name, body } of waiting.splice(0)) {
    try {
      await body({})
      results.push({ name, problem: null })
    } catch (error) {
      results.push({ name, problem: error.stack ?? String(error) })
    }
  }
  return results
}

export default test
