import { parseUntil, takeAddress } from './parse.ts'
import { openChosen } from './session.ts'
import type { Run } from './types.ts'

/** Whom a chart is trusted to, and until when. */
export async function readOffering(run: Run) {
  const account = takeAddress(run)
  const until = parseUntil(run.values.until)
  const name = run.values.name === undefined ? {} : { name: run.values.name }
  return { ...(await openChosen(run)), account, until, name }
}
