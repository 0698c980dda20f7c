/** What moved, shown once: rows glide to their new place, figures count up. Nothing moves where motion is unwanted. */

const GLIDE_MS = 400

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches

/** Remembers where every [data-key] element in `root` is; call the answer after rendering. */
export function gliding(root) {
  if (calm()) return () => {}
  const before = new Map([...root.querySelectorAll('[data-key]')].map((row) => [row.dataset.key, row.getBoundingClientRect().top]))
  return () => {
    for (const row of root.querySelectorAll('[data-key]')) {
      const top = before.get(row.dataset.key)
      const moved = top === undefined ? 0 : top - row.getBoundingClientRect().top
      if (Math.abs(moved) > 2) row.animate([{ transform: `translateY(${moved}px)` }, { transform: 'none' }], { duration: GLIDE_MS, easing: 'cubic-bezier(.2,.7,.2,1)' })
    }
  }
}

/** A number that counts to its new value; `show(value)` is called for every step. */
export function counting(show) {
  let shown = null
  let frame = 0
  return (target) => {
    cancelAnimationFrame(frame)
    if (shown === null || calm() || document.hidden) {
      shown = target
      show(shown)
      return
    }
    const from = shown
    const started = performance.now()
    const step = (now) => {
      const part = Math.min(1, (now - started) / GLIDE_MS)
      shown = part === 1 ? target : Math.round(from + (target - from) * (1 - (1 - part) ** 3))
      show(shown)
      if (part < 1) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
  }
}
