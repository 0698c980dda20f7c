/** A keyboard-wedge scanner types a label's text very fast. Told apart from people by speed, wherever the focus is. */

const FASTEST_PERSON_MS = 50
const SILENCE_MS = 100
const SHORTEST = 6

/** Collects keys; `key(name, code, time)` answers {scanned} at the end of a fast burst, or null. Pure. */
export function burstReader() {
  let text = ''
  let last = -Infinity

  function key(name, code, time) {
    const fast = time - last < FASTEST_PERSON_MS
    last = time
    if (name === 'Enter' || name === 'Tab') return fast ? flush() : restart('')
    const character = characterOf(name, code)
    if (character === null) return null
    if (!fast) restart('')
    text += character
    return null
  }

  /** The burst so far, when it is long enough to be a scan. */
  function flush() {
    const scanned = text.length >= SHORTEST ? text : null
    restart('')
    return scanned === null ? null : { scanned }
  }

  function restart(start) {
    text = start
    return null
  }

  return { key, flush }
}

/** The character of a key. Some tablets name no key after Shift: then the key's place tells. */
function characterOf(name, code) {
  if (name.length === 1) return name
  if (name !== 'Unidentified') return null
  return /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(code)?.[1] ?? null
}

/** Listens on the whole page; calls onScan(text), and takes what the scanner typed out of the field that had the focus. */
export function listenToWedge(onScan) {
  const reader = burstReader()
  let before = null
  let silence = null
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const field = event.target instanceof HTMLInputElement ? event.target : null
    if (before === null) before = { field, value: field?.value ?? '' }
    clearTimeout(silence)
    silence = setTimeout(() => {
      finish(reader.flush(), null)
      before = null
    }, SILENCE_MS)
    finish(reader.key(event.key, event.code, event.timeStamp), event)
  }, { capture: true })

  function finish(result, event) {
    if (!result) return
    event?.preventDefault()
    event?.stopPropagation()
    if (before?.field?.isConnected) restore(before.field, before.value)
    before = null
    onScan(result.scanned)
  }
}

function restore(field, value) {
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
