// Stands in for node:assert/strict where the tests run in a browser.
const show = (value) => {
  try {
    return JSON.stringify(value)
  } catch {
    return String(value)
  }
}

function same(one, other) {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false
  if (one instanceof Date) return one.getTime() === other.getTime()
  if (one instanceof Map || one instanceof Set) return same([...one], [...other])
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
}

function fail(message) {
  throw new Error(message ?? 'failed')
}

function throws(run, expected) {
  let thrown
  try {
    run()
  } catch (error) {
    thrown = { error }
  }
  if (!thrown) fail('nothing was thrown')
  const { error } = thrown
  if (expected instanceof RegExp && !expected.test(String(error))) fail(`${error} does not match ${expected}`)
  const isClass = typeof expected === 'function' && expected.prototype !== undefined
  if (isClass && !(error instanceof expected)) fail(`${error} is no ${expected.name}`)
  if (typeof expected === 'function' && !isClass && expected(error) !== true) fail(`unexpected ${error}`)
  if (expected && typeof expected === 'object' && !(expected instanceof RegExp)) {
    for (const [key, value] of Object.entries(expected)) if (!same(error[key], value)) fail(`${key}: ${show(error[key])}`)
  }
}

const assert = (value, message) => value || fail(message ?? `${show(value)} is not true`)

export default Object.assign(assert, {
  ok: assert,
  fail,
  throws,
  equal: (one, other, message) => Object.is(one, other) || fail(message ?? `${show(one)} is not ${show(other)}`),
  notEqual: (one, other, message) => !Object.is(one, other) || fail(message ?? `both are ${show(one)}`),
  deepEqual: (one, other, message) => same(one, other) || fail(message ?? `${show(one)} is not ${show(other)}`),
  match: (text, pattern, message) => pattern.test(text) || fail(message ?? `${show(text)} does not match ${pattern}`)
})
