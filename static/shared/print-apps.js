/** Printers that a print app on a tablet feeds. Pure. */

/** {app, host} of a printer that a print app on a tablet feeds (`agent+app://rawbt/07A`); null for any other. */
export function printAppOf({ connection = '' }) {
  const found = /^agent\+app:\/\/([a-z0-9.-]+)(?:\/([0-9A-Z]+))?$/.exec(connection)
  return found && { app: found[1], host: found[2] ?? null }
}
