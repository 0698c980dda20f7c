/** Which drawer is open: what the server said last, and what this tablet has done since. Pure. */

/** {id, till, opened_at, float} or null. */
export function openShift(snapshot, entries, till) {
  const news = entries.filter((entry) => isNews(entry, snapshot))
  const counted = new Set(news.filter(({ kind }) => kind === 'close').map(({ document }) => document.shift))
  const opened = news.filter((entry) => entry.kind === 'shift' && entry.document.till === till && !counted.has(entry.id))
  if (opened.length) return shiftOf(opened.reduce((a, b) => (b.made_at > a.made_at ? b : a)))
  const known = snapshot?.shift ?? null
  return known && !counted.has(known.id) ? known : null
}

/** Whether the snapshot cannot know of it yet. */
function isNews({ state, answer }, snapshot) {
  if (state === 'waiting') return true
  if (state !== 'sent' || !answer) return false
  return !snapshot || (answer.journal === snapshot.journal && answer.seq > snapshot.seq)
}

const shiftOf = ({ id, document: { till, opened_at, float } }) => ({ id, till, opened_at, float })

/** The last count made on this tablet, or undefined. */
export const lastCount = (entries) => entries.filter(({ kind }) => kind === 'close').sort((a, b) => b.made_at - a.made_at)[0]
