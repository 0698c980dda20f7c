/** Counting a drawer by denomination. Pure. */

export const DENOMINATIONS = [100_000, 75_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100]

/** The sum of {denomination: pieces}. */
export const countedTotal = (counted) =>
  Object.entries(counted).reduce((sum, [value, pieces]) => sum + Number(value) * pieces, 0)

/** A count with one denomination changed; anything but a whole number counts as none. */
export function countOf(counted, value, text) {
  const pieces = Math.min(100_000, Number.parseInt(text, 10) || 0)
  const { [value]: _, ...others } = counted
  return pieces > 0 ? { ...others, [value]: pieces } : others
}
