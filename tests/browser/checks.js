// One expression, evaluated in our pages by checks.py: functions that each answer a list of complaints.
{
  /** Waits until whatever moves has arrived; what moves for ever is left out. */
  async settled() {
    const ends = (animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime)
    await Promise.allSettled(document.getAnimations().filter(ends).map((animation) => animation.finished))
    return []
  },

  async barriers({ standards, colours }) {
    const rules = { 'color-contrast': { enabled: colours } }
    const found = await axe.run(document, { runOnly: standards, rules, resultTypes: ['violations'] })
    const where = ({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`
    return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 4).map(where).join(' | ')}`)
  },

  targets() {
    const selector = 'button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button]'
    // A link inside a sentence is text; a box inside a label is reached through the label.
    const isText = (node) => node.tagName === 'A' && getComputedStyle(node).display === 'inline' && node.closest('p, li, dd, th, td')
    const area = (node) => (node.matches('[type=radio], [type=checkbox], [type=file]') && node.closest('label') ? node.closest('label') : node)
    const name = (node) => `${node.tagName.toLowerCase()}.${node.classList} ${JSON.stringify((node.ariaLabel ?? node.innerText).slice(0, 30))}`
    return [...document.querySelectorAll(selector)]
      .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isText(node))
      .map((node) => ({ node: area(node), box: area(node).getBoundingClientRect(), name: name(node) }))
      .filter(({ box }) => box.width > 0)
  },

  smallTargets(smallest) {
    const height = (node) => (node.matches('.pay') ? Math.max(72, smallest) : smallest)
    return this.targets()
      .filter(({ node, box }) => Math.round(box.height) < height(node) || Math.round(box.width) < smallest)
      .map(({ name, box }) => `${name} ${Math.round(box.width)}x${Math.round(box.height)}`)
  },

  crowdedTargets(apart) {
    const clip = ({ node, box, name }) => {
      let { left, top, right, bottom } = box
      for (let up = node.parentElement; up; up = up.parentElement) {
        if (getComputedStyle(up).overflowY === 'visible') continue
        const frame = up.getBoundingClientRect()
        left = Math.max(left, frame.left)
        top = Math.max(top, frame.top)
        right = Math.min(right, frame.right)
        bottom = Math.min(bottom, frame.bottom)
      }
      return { node, name, left, top, right, bottom }
    }
    const inSight = ({ node, left, top, right, bottom }) => {
      const hit = right > left && bottom > top ? document.elementFromPoint((left + right) / 2, (top + bottom) / 2) : null
      return hit !== null && (node.contains(hit) || hit.contains(node) && hit.closest('label'))
    }
    const gap = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom)
    const within = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1
    const apartOnPurpose = (a, b) => a.node.closest('.toast') !== b.node.closest('.toast')
    const seen = this.targets().map(clip).filter(inSight)
    return seen
      .flatMap((a, index) => seen.slice(index + 1).map((b) => [a, b]))
      .filter(([a, b]) => gap(a, b) < apart - 0.5 && !within(a, b) && !within(b, a) && !apartOnPurpose(a, b))
      .map(([a, b]) => `${a.name} and ${b.name}: ${gap(a, b).toFixed(1)}`)
      .slice(0, 8)
  },

  tooWide() {
    const MEANT_TO_SCROLL = '.categories, .views, .scroll, input, textarea'
    const scrollsSideways = (node) =>
      ['auto', 'scroll'].includes(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth + 1
    const width = document.documentElement.clientWidth
    const page = document.documentElement.scrollWidth
    const scrolls = (node) =>
      Boolean(node) && node !== document.body && (getComputedStyle(node).overflowX !== 'visible' || scrolls(node.parentElement))
    const sticksOut = ({ left, right }) => right - left > 0 && (right > width + 1 || left < -1)
    const nodes = [...document.body.querySelectorAll('*')]
      .filter((node) => node.checkVisibility() && !scrolls(node.parentElement) && sticksOut(node.getBoundingClientRect()))
      .map((node) => `${node.tagName.toLowerCase()}.${node.classList} ends at ${Math.round(node.getBoundingClientRect().right)} of ${width}`)
    const sideways = [...document.body.querySelectorAll('*')]
      .filter((node) => node.checkVisibility() && !node.matches(MEANT_TO_SCROLL) && scrollsSideways(node))
      .map((node) => `${node.tagName.toLowerCase()}.${node.classList} scrolls sideways: ${node.scrollWidth} in ${node.clientWidth}`)
    return [...(page > width ? [`the page is ${page} wide on ${width}`] : []), ...sideways, ...nodes.slice(0, 5)]
  },

  cutWords() {
    const cuts = (node) => {
      const way = getComputedStyle(node).overflowX
      return (way === 'hidden' || way === 'clip') && node.scrollWidth > node.clientWidth + 1
    }
    return [...document.querySelectorAll('button, button span, .amount, h1, h2, label, .chip, dt, dd')]
      .filter((node) => node.checkVisibility() && !node.matches('.visually-hidden') && cuts(node)) // what only ears get is cut on purpose
      .map((node) => `${node.tagName.toLowerCase()}.${node.classList} cuts ${JSON.stringify(node.innerText.slice(0, 40))}`)
  },
}
