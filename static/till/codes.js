/** Label codes: five characters and a check character, typed, scanned bare or inside the label's address. Pure. */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const WEIGHTS = [1, 3, 5, 7, 9]
const IN_ADDRESS = /\/P\/([0-9A-Z]{6})(?![0-9A-Z])/

/** The tidied code, or null when it is none or its check character is wrong. */
export function readCode(text) {
  const code = text.trim().toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')
  if (code.length !== 6 || [...code].some((character) => !ALPHABET.includes(character))) return null
  return checkCharacter(code.slice(0, 5)) === code[5] ? code : null
}

/** The sixth character for five. */
export function checkCharacter(body) {
  const sum = [...body].reduce((total, character, place) => total + WEIGHTS[place] * ALPHABET.indexOf(character), 0)
  return ALPHABET[sum % 32]
}

/** The code in what a camera or a wedge scanner read: a label's address, or the bare code. */
export function scannedCode(text) {
  const found = IN_ADDRESS.exec(text.toUpperCase())
  return readCode(found ? found[1] : text)
}

/** The code of a hall check in what was scanned (its address ends in /CHECK/<code>), or null. */
export function checkCode(text) {
  const found = /\/CHECK\/([0-9A-Z]{6})(?![0-9A-Z])/.exec(text.toUpperCase())
  return found && readCode(found[1])
}

/** What a code stands for among prepared products: {product, piece}, or null. */
export function productOf(products, code) {
  for (const product of products) {
    if (product.code === code) return { product, piece: null }
    const piece = (product.pieces ?? []).find((each) => each.code === code)
    if (piece) return { product, piece: piece.code }
  }
  return null
}

/** A judge for a label that stays in view: true when a code is new, or was out of sight for `quiet` ms. */
export function onceInView(quiet = 2_500) {
  let last = null
  let seenAt = -Infinity
  return (code, now) => {
    const fresh = code !== last || now - seenAt > quiet
    last = code
    seenAt = now
    return fresh
  }
}
