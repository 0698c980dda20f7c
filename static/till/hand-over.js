/** Giving a job's bytes to a print app, and what can be said of it afterwards. Pure. */

const PACKAGES = { rawbt: 'ru.a402d.rawbtprinter' }

/** The link that gives bytes (in base64) to a print app: an intent for Android's Chrome, the app's own scheme elsewhere. */
export function handOverLink(app, data, userAgent) {
  if (!/Android.*Chrome\//.test(userAgent)) return `${app}:base64,${data}`
  const target = PACKAGES[app] ? `package=${PACKAGES[app]};` : ''
  return `intent:base64,${data}#Intent;scheme=${app};${target}end;`
}

/** What can be said of a job at this step of its hand-over: nothing has left, nobody knows, or the app has it. */
export function reportOf({ step, job, printer, bytes }) {
  if (step === 'leased') return { do: 'requeue', job, printer, error: 'tablet_restarted' }
  const sent = { state: 'sent', evidence: 'handed_to_os', bytes_sent: bytes }
  const doubt = { state: 'unconfirmed', error: 'tablet_restarted' }
  return { do: 'finish', job, printer, ...(step === 'handed' ? sent : doubt) }
}

/** How many bytes a text in base64 stands for. */
export const sizeOf = (base64) => (base64.length / 4) * 3 - base64.match(/=*$/)[0].length
