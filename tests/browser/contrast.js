// One expression, evaluated in our pages by checks.py: contrast by WCAG's formula, from computed colours.
(() => {
  const TEXT = 4.5
  const LARGE = 3
  const PART = 3

  const shown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const off = (node) => node.closest(':disabled, [aria-disabled=true], [inert]')
  const hidden = (node) => node.closest('.visually-hidden')
  const style = (node) => getComputedStyle(node)
  /** What lies behind an open dialog is dimmed on purpose. */
  const front = () => document.querySelector('dialog[open]') ?? document.body

  function colour(text) {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0]
    return { r, g, b, a }
  }

  const mix = (over, under, a) => under + (over - under) * a
  const lay = (over, under) => ({ r: mix(over.r, under.r, over.a), g: mix(over.g, under.g, over.a), b: mix(over.b, under.b, over.a), a: 1 })

  /** The ground that a node's content stands on. */
  function ground(node) {
    if (!node) return { r: 255, g: 255, b: 255, a: 1 }
    const own = colour(style(node).backgroundColor)
    return own.a === 1 ? own : lay(own, ground(node.parentElement))
  }

  function luminance({ r, g, b }) {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  }

  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  }

  const against = (text, under) => contrast(lay(colour(text), under), under)

  function wanted({ fontSize, fontWeight }) {
    const px = parseFloat(fontSize)
    return px >= 24 || (px >= 18.66 && Number(fontWeight) >= 700) ? LARGE : TEXT
  }

  const say = (node, what, ratio) => `${what} ${ratio.toFixed(2)} : 1 in ${node.tagName.toLowerCase()}.${node.getAttribute('class') ?? ''} ${JSON.stringify((node.innerText ?? '').slice(0, 30))}`

  function* faintWords() {
    const walker = document.createTreeWalker(front(), NodeFilter.SHOW_TEXT)
    const seen = new Set()
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement
      if (!walker.currentNode.data.trim() || seen.has(node) || node.matches('script, style, noscript, option')) continue
      seen.add(node)
      if (!shown(node) || off(node) || hidden(node)) continue
      const ratio = against(style(node).color, ground(node))
      if (ratio < wanted(style(node))) yield say(node, 'words', ratio)
    }
  }

  function* faintFields() {
    for (const node of front().querySelectorAll('input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), select, textarea')) {
      if (!shown(node) || off(node) || hidden(node)) continue
      const { color, borderTopColor, borderTopWidth } = style(node)
      const outside = ground(node.parentElement)
      const edge = Math.max(parseFloat(borderTopWidth) ? against(borderTopColor, outside) : 1, contrast(ground(node), outside))
      if (edge < PART) yield say(node, 'edge of a field', edge)
      const words = node.value ? color : node.placeholder ? getComputedStyle(node, '::placeholder').color : null
      const ratio = words ? against(words, ground(node)) : TEXT
      if (ratio < wanted(style(node))) yield say(node, node.value ? 'typed words' : 'placeholder', ratio)
    }
  }

  function* faintIcons() {
    for (const node of front().querySelectorAll('svg.icon')) {
      if (!shown(node) || off(node) || hidden(node)) continue
      const ratio = against(style(node).stroke === 'none' ? style(node).fill : style(node).stroke, ground(node))
      if (ratio < PART) yield say(node.parentElement, 'icon', ratio)
    }
  }

  function* faintRings() {
    const before = document.activeElement
    for (const node of front().querySelectorAll('button:enabled, a[href], input:enabled, select:enabled, textarea:enabled, summary')) {
      if (!shown(node) || hidden(node)) continue
      node.blur()
      node.focus({ focusVisible: true, preventScroll: true })
      if (document.activeElement !== node) continue
      const { outlineColor, outlineStyle, outlineWidth } = style(node)
      const ring = outlineStyle === 'none' || parseFloat(outlineWidth) < 2 ? 1 : against(outlineColor, ground(node.parentElement))
      if (ring < PART) yield say(node, 'focus', ring)
    }
    before?.focus?.({ preventScroll: true })
  }

  const few = (found) => [...new Set(found)].slice(0, 8)
  return { faint: () => few([...faintWords(), ...faintFields(), ...faintIcons()]), faintRings: () => few([...faintRings()]) }
})()
