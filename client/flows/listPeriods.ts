import type { ChartId } from '../chain/types.ts'
import { readManaged } from './keyrings.ts'
import { requireOpen } from './session.ts'
import { readAll } from './shares.ts'
import type { Period, Session } from './types.ts'

/**
 * The epochs of a chart in which records were filed, ascending, for owner and delegates to choose how far back an access
 * reaches. Needs no logs.
 *
 * @throws NotOwnerError, ChartMissingError, ChainUnreachableError, and what opening the keyring throws
 */
export async function listPeriods(
  session: Session,
  { chart }: { readonly chart: ChartId },
): Promise<Period[]> {
  requireOpen(session)
  const records = await readAll(session, await readManaged(session, chart, { recover: true }))
  return [...Map.groupBy(records, ({ epoch }) => epoch)].map(([epoch, filed]) => ({
    epoch,
    from: Math.min(...filed.map(({ time }) => time)),
    records: filed.length,
  }))
}
