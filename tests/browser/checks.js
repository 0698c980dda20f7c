// One expression, evaluated in our pages by checks.py: functions that each answer a list of complaints.
{
  /** Waits until whatever moves has arrived; what moves for ever is left out. */
  async settled() {
    const ends = (animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime)
    await Promise.allSettled(document.getAnimations().filter(ends).map((animation) => animation.finished))
    return []
  },

  async barriers(standards) {
    const found = await axe.run(document, { runOnly: standards, resultTypes: ['violations'] })
    const where = ({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`
    return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 4).map(where).join(' | ')}`)
  },

  smallTargets(smallest) {
    const selector = 'button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button]'
    // A link inside a sentence is text; a box inside a label is reached through the label.
    const isText = (node) => node.tagName === 'A' && getComputedStyle(node).display === 'inline' && node.closest('p, li, dd, th, td')
    const area = (node) => (node.matches('[type=radio], [type=checkbox], [type=file]') && node.closest('label') ? node.closest('label') : node)
    return [...document.querySelectorAll(selector)]
      .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isText(node))
      .map((node) => [node, area(node).getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (Math.round(box.height) < smallest || Math.round(box.width) < smallest))
      .map(([node, box]) => `${name(node)} ${Math.round(box.width)}x${Math.round(box.height)}`)

    function name(node) {
      return `${node.tagName.toLowerCase()}.${node.classList} ${JSON.stringify((node.ariaLabel ?? node.innerText).slice(0, 30))}`
    }
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
