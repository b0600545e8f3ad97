import type { ChartId } from '../chain/types.ts'
import { readOwned } from './keyrings.ts'
import { requireOpen } from './session.ts'
import { countLeftovers, historyState, surveyHistory } from './surveyHistory.ts'
import type { FlowOptions, HistoryState, Session } from './types.ts'

/**
 * How far the re-encryption of what was filed under earlier keys is: read from the records themselves, so that it is
 * right on any device. For the owner.
 *
 * @throws NotOwnerError, ChartMissingError, ChainUnreachableError, and what opening the keyring throws
 */
export async function readHistoryState(
  session: Session,
  { chart, signal }: Pick<FlowOptions, 'signal'> & { readonly chart: ChartId },
): Promise<HistoryState> {
  requireOpen(session)
  const managed = await readOwned(session, chart, { recover: true })
  const survey = await surveyHistory(session, managed, signal === undefined ? {} : { signal })
  return historyState(survey, await countLeftovers(session, chart, survey))
}
