import type { Address } from 'viem'
import { endShare, shareRecord } from '#client'
import { dateOf } from './format.ts'
import { parseAddress, parseNumber, parseUntil, takeOperands } from './parse.ts'
import { openChosen } from './session.ts'
import type { Answer, Command, Run } from './types.ts'

export const shareCommands: Readonly<Record<string, Command>> = { share, 'end-share': endOneShare }

async function share(run: Run): Promise<Answer> {
  const { number, account } = readSharing(run)
  const until = parseUntil(run.values.until)
  const { session, chart } = await openChosen(run)
  const name = run.values.name === undefined ? {} : { name: run.values.name }
  const onProgress = run.terminal.show
  await shareRecord(session, { chart, number, reader: account, until, ...name, onProgress })
  return {
    json: { chart, number, reader: account, until },
    text: `${account} may read record ${number} until ${dateOf(until)}.`,
  }
}

async function endOneShare(run: Run): Promise<Answer> {
  const { number, account } = readSharing(run)
  const { session, chart } = await openChosen(run)
  const ended = await endShare(session, { chart, number, reader: account, onProgress: run.terminal.show })
  return {
    json: { chart, number, reader: account, ...ended },
    text: `Record ${number} is not shared with ${account} any more.`,
  }
}

/** Which record is shared with whom. */
function readSharing(run: Run): { number: number; account: Address } {
  const missing = 'Name one record by its number, and one account by its address.'
  const [number, account] = takeOperands(run, 2, 2, missing)
  return { number: parseNumber(number!), account: parseAddress(account!) }
}
