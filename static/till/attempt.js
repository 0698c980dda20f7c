/** Doing what needs the server, with what people are told when it does not work. */

import { Problem } from '../shared/api.js'

/** The words for a problem. */
export const wordsFor = (t, { status, detail }) => (status === 0 ? t('needs_server') : detail)

/** A function that runs an action: `update` shows that it is under way, and what went wrong; `after` in any case. */
export const attempting = (state, update, after = {}) => async (action) => {
  update({ busy: true, problem: null })
  try {
    await action()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    update({ problem: wordsFor(state.t, error) })
  } finally {
    update({ busy: false, ...after })
  }
}
