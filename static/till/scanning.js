/** Scanning a label: by camera, by photo, by a wedge scanner, by typing its code. */

import { checkCode, onceInView, scannedCode } from './codes.js'
import { closeCamera, hasCamera, makeReader, openCamera, readPhoto } from './reader.js'
import { listenToWedge } from './wedge.js'

const LOOK_EVERY_MS = 120
const CLOSE_AFTER_MS = 60_000

export function scanning(till) {
  const { state } = till
  let seen = onceInView()
  let timer = null

  async function openScanner() {
    if (state.scan) return closeScanner()
    till.show({ scan: { stream: null, found: null, problem: hasCamera() ? null : 'no_camera' }, pay: null, sheet: false })
    if (hasCamera()) await startCamera()
  }

  async function startCamera() {
    try {
      const [stream, read] = await Promise.all([openCamera(), makeReader()])
      if (!state.scan) return closeCamera(stream)
      seen = onceInView()
      Object.assign(state.scan, { stream, read, until: Date.now() + CLOSE_AFTER_MS })
      till.draw()
      look()
    } catch {
      // No permission, no camera, or no reader: a photo or the typed code do as well.
      if (state.scan) till.show({ scan: { ...state.scan, problem: 'camera_failed' } })
    }
  }

  /** Looks at the picture a few times a second until a person, time or the page ends it. */
  async function look() {
    const { scan } = state
    if (!scan?.stream) return
    if (document.visibilityState !== 'visible' || Date.now() > scan.until) return closeScanner()
    const video = till.root.querySelector('.scanner video')
    // One picture that cannot be read does not end the search.
    const texts = video?.readyState >= 2 ? await scan.read(video).catch(() => []) : []
    for (const text of texts) await found(text)
    timer = setTimeout(look, LOOK_EVERY_MS)
  }

  async function found(text) {
    if (!seen(text, performance.now()) || !state.scan) return
    state.scan.until = Date.now() + CLOSE_AFTER_MS
    await scanned(text)
  }

  function closeScanner() {
    clearTimeout(timer)
    if (state.scan?.stream) closeCamera(state.scan.stream)
    till.show({ scan: null })
  }

  /** Adds what a text stands for, and lets it be seen, heard and felt. */
  async function scanned(text) {
    if (state.phase !== 'sell' || state.pay) return
    const check = checkCode(text)
    if (check) return location.assign(`/CHECK/${check}`)
    const product = await till.act.addCode(text)
    if (product) {
      signal()
      if (state.scan) state.scan.found = { product, at: Date.now() }
      till.draw()
    } else till.act.say({ text: state.t('code_unknown', { code: scannedCode(text) ?? text.slice(0, 40) }), kind: 'attention' })
  }

  async function takePhoto(event) {
    const [file] = event.target.files
    event.target.value = ''
    if (!file) return
    const texts = await readPhoto(file).catch(() => []) // a file that is no picture holds no code
    if (texts.length === 0) return till.act.say({ text: state.t('photo_no_code'), kind: 'attention' })
    await scanned(texts[0])
  }

  async function typeCode(event) {
    event.preventDefault()
    const field = event.target.elements.label
    await scanned(field.value)
    field.value = ''
  }

  listenToWedge((text) => scanned(text))
  return { openScanner, closeScanner, takePhoto, typeCode }
}

let sound = null

/** A short tone and a short shake. */
function signal() {
  navigator.vibrate?.(60)
  sound ??= new AudioContext()
  const [tone, volume] = [sound.createOscillator(), sound.createGain()]
  tone.frequency.value = 1_320
  volume.gain.setValueAtTime(0.15, sound.currentTime)
  volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.12)
  tone.connect(volume).connect(sound.destination)
  tone.start()
  tone.stop(sound.currentTime + 0.12)
}
