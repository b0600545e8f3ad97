import { listChartsActedFor, listOwnCharts } from '#client'
import type { Session } from '#client'
import { CommandError, UsageError } from './errors.ts'
import { countOf } from './format.ts'
import type { Run } from './types.ts'

/** What `--new-keys` and `--keep-keys` say, or undefined when it is to be asked. @throws UsageError */
export function newKeysOption({ values, terminal }: Run): boolean | undefined {
  const [isNew, isKept] = [values['new-keys'] === true, values['keep-keys'] === true]
  if (isNew && isKept) throw new UsageError('--new-keys and --keep-keys exclude each other.')
  if (!isNew && !isKept && terminal.isJson)
    throw new UsageError('With --json nothing is asked. Say --new-keys or --keep-keys.')
  return isNew || isKept ? isNew : undefined
}

/**
 * Offers new keys with what they do.
 *
 * @param what might be in other hands: “the old code”
 * @throws CommandError when the answer is neither
 */
export async function askNewKeys({ terminal }: Run, session: Session, what: string): Promise<boolean> {
  const charts = [...(await listOwnCharts(session)), ...(await listChartsActedFor(session))].length
  terminal.warn(
    [
      `Could someone else have ${what}? Then change all keys too:`,
      `  The account gets a new root and a new key${charts === 0 ? '' : `, and ${countOf(charts, 'chart')} new keys and a new epoch`}: what is filed from then on`,
      '  opens with the new keys alone. People who let you in are shown that your key changed. What was read before',
      '  cannot be taken back.',
      `Without new keys, who had ${what} and kept what is stored now could still open the account.`,
    ].join('\n'),
  )
  const answer = (await terminal.ask('Change all keys too? Type yes or no: '))?.trim().toLowerCase()
  if (answer === 'yes' || answer === 'y') return true
  if (answer === 'no' || answer === 'n') return false
  throw new CommandError('Nothing was changed. Say --new-keys or --keep-keys.')
}
