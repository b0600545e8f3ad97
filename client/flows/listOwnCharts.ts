import { isAddressEqual } from 'viem'
import { chartId } from '../chain/chartId.ts'
import { readChart } from '../chain/readChart.ts'
import type { ChartState } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { readOwned } from './keyrings.ts'
import { readReceived } from './readReceived.ts'
import { requireOpen } from './session.ts'
import type { OwnChart, Session } from './types.ts'

export type ListOwnChartsOptions = {
  /** Told why the charts received by transfer are not in the list: the account's own profile cannot be read now. */
  readonly onProblem?: (problem: BaseError) => void
}

/**
 * The charts that this account owns: those that it opened, in the order of opening, then those that it received by
 * transfer. Needs no logs.
 */
export async function listOwnCharts(
  session: Session,
  { onProblem }: ListOwnChartsOptions = {},
): Promise<OwnChart[]> {
  requireOpen(session)
  const { context, account } = session
  const charts: OwnChart[] = []
  for (let n = 0; ; n++) {
    const state = await readChart(context.chain, { chart: chartId(account, n) })
    if (state === null) break
    if (isAddressEqual(state.owner, account)) charts.push(await summarizeOwn(session, state, n))
  }
  const received = await readReceived(session).catch((error: unknown) => {
    // A session that another device made stale, or stores that are down, still list what needs neither.
    if (!(error instanceof BaseError)) throw error
    onProblem?.(error)
    return []
  })
  for (const id of received) {
    const state = await readChart(context.chain, { chart: id })
    const isOwn = state !== null && isAddressEqual(state.owner, account)
    if (isOwn && !charts.some((chart) => chart.id === id))
      charts.push(await summarizeOwn(session, state, null))
  }
  return charts
}

async function summarizeOwn(session: Session, state: ChartState, n: number | null): Promise<OwnChart> {
  const { id, count, epoch, keyed } = state
  return { id, n, title: await titleOf(session, id), count, epoch, isKeyed: keyed }
}

async function titleOf(session: Session, chart: OwnChart['id']): Promise<string | null> {
  try {
    const { keyring } = await readOwned(session, chart, { recover: true })
    return keyring.opened.contents.title
  } catch (error) {
    if (error instanceof BaseError) return null
    throw error
  }
}
