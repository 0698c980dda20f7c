/** As much of node:assert/strict as our tests use. */

class AssertionError extends Error {}

function fail(message = 'failed') {
  throw message instanceof Error ? message : new AssertionError(message)
}

function ok(value, message) {
  if (!value) fail(message ?? `${show(value)} is not true`)
}

const equal = (actual, expected, message) => ok(Object.is(actual, expected), message ?? `${show(actual)} is not ${show(expected)}`)
const notEqual = (actual, other, message) => ok(!Object.is(actual, other), message ?? `both are ${show(actual)}`)
const deepEqual = (actual, expected, message) => ok(same(actual, expected), message ?? `${show(actual)} is not ${show(expected)}`)
const notDeepEqual = (actual, other, message) => ok(!same(actual, other), message ?? `both are ${show(actual)}`)
const match = (text, pattern, message) => ok(pattern.test(text), message ?? `${show(text)} does not match ${pattern}`)
const doesNotMatch = (text, pattern, message) => ok(!pattern.test(text), message ?? `${show(text)} matches ${pattern}`)

function throws(action, expected, message) {
  try {
    action()
  } catch (error) {
    return judge(error, expected)
  }
  return fail(message ?? 'nothing was thrown')
}

async function rejects(promise, expected, message) {
  try {
    await (typeof promise === 'function' ? promise() : promise)
  } catch (error) {
    return judge(error, expected)
  }
  return fail(message ?? 'nothing was rejected')
}

/** `expected`: nothing, a class, a pattern, a function that decides, or an object whose fields must agree. */
function judge(error, expected) {
  if (expected === undefined || typeof expected === 'string') return
  if (expected instanceof RegExp) return match(String(error), expected)
  if (typeof expected === 'object') return Object.entries(expected).forEach(([key, value]) => deepEqual(error[key], value))
  const isClass = expected.prototype !== undefined && (expected === Error || expected.prototype instanceof Error)
  ok(isClass ? error instanceof expected : expected(error) === true, `not the expected error: ${error}`)
}

function same(a, b) {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false
  if (a instanceof Map || a instanceof Set) return a.size === b.size && same([...a], [...b])
  if (a instanceof Date) return a.getTime() === b.getTime()
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]))
}

const show = (value) => JSON.stringify(value) ?? String(value)

export default Object.assign(ok, {
  AssertionError, fail, ok, equal, strictEqual: equal, notEqual, notStrictEqual: notEqual, deepEqual, deepStrictEqual: deepEqual,
  notDeepEqual, match, doesNotMatch, throws, rejects,
})
