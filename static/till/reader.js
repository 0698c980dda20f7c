/** Reads QR codes from a camera or a photo: the browser's own reader if it has one, else the vendored one, loaded on demand. */

const VENDORED = '/static/vendor/zxing-wasm/reader/'
const LARGEST_PHOTO_PX = 1_600

/** Whether this page may use the camera (it may not on plain http). */
export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia)

/** The camera that looks away from the cashier. */
export function openCamera() {
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } } })
}

export function closeCamera(stream) {
  for (const track of stream.getTracks()) track.stop()
}

/** A function from a picture (video, image bitmap) to the texts of the codes in it. */
export async function makeReader({ thorough = false } = {}) {
  return (await ownReader()) ?? vendoredReader(thorough)
}

async function ownReader() {
  if (!('BarcodeDetector' in window)) return null
  if (!(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return null
  const detector = new BarcodeDetector({ formats: ['qr_code'] })
  return async (picture) => (await detector.detect(picture)).map((found) => found.rawValue)
}

async function vendoredReader(thorough) {
  const { prepareZXingModule, readBarcodes } = await import('../vendor/zxing-wasm/reader/index.js')
  prepareZXingModule({ overrides: { locateFile: (file) => `${VENDORED}${file}` } })
  const options = { formats: ['QRCode'], tryHarder: thorough, tryInvert: false, maxNumberOfSymbols: 1 }
  const canvas = document.createElement('canvas')
  return async (picture) => (await readBarcodes(pixels(canvas, picture), options)).map((found) => found.text)
}

function pixels(canvas, picture) {
  const [width, height] = [picture.videoWidth ?? picture.width, picture.videoHeight ?? picture.height]
  const scale = Math.min(1, LARGEST_PHOTO_PX / Math.max(width, height))
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

/** The codes in a photo taken with the tablet's own camera app: works on plain http too. */
export async function readPhoto(file) {
  const read = await makeReader({ thorough: true })
  return read(await createImageBitmap(file))
}
