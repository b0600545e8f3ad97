import { useAct } from '../../hooks/useAct.ts'
import type { ChartContents, SessionInfo } from '../../worker/types.ts'

/** Why nothing can be filed into a chart now, as a sentence; undefined when it can. */
export function useFilingReason(chart: ChartContents, session: SessionInfo): string | undefined {
  const { state } = useAct()
  if (!session.canAct) return 'You opened this with a recovery card. Connect your wallet to add records.'
  if (chart.keyringProblem !== null)
    return 'Somebody set keys that cannot be used. Remove that person, then you can add records.'
  if (!chart.isKeyed) return 'The locks need changing before anything can be filed.'
  if (state.status === 'running') return 'Wait until the other change is done.'
  return undefined
}
