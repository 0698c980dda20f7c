/** The QRIS code on the screen: for one amount, made from the stall's static code. */

import { QrisError, read, withAmount } from './qris.js'

/** {payload, name, nmid} to show, {problem} as a text key, or null when the stall has no code. The modules come drawn. */
export async function offerCode(staticCode, amount, reference) {
  if (!staticCode) return null
  try {
    const { name, nmid } = read(staticCode)
    const payload = withAmount(staticCode, amount, reference)
    return { name, nmid, payload, picture: await draw(payload), staticPicture: await draw(staticCode) }
  } catch (error) {
    if (!(error instanceof QrisError)) throw error
    return { problem: error.reason === 'over_limit' ? 'qris_limit' : 'qris_broken' }
  }
}

/** The code as {size, path}: one SVG path of unit squares. The library comes only when a code is wanted. */
async function draw(payload) {
  const { default: qrcode } = await import('../vendor/qrcode-generator/qrcode.js')
  const code = qrcode(0, 'M')
  code.addData(payload, 'Byte')
  code.make()
  const size = code.getModuleCount()
  const dark = []
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) if (code.isDark(row, column)) dark.push(`M${column} ${row}h1v1h-1z`)
  return { size, path: dark.join('') }
}
