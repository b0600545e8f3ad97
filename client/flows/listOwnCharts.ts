import { isAddressEqual } from 'viem'
import { chartId } from '../chain/chartId.ts'
import { readChart } from '../chain/readChart.ts'
import { BaseError } from '../errors/BaseError.ts'
import { readOwned } from './keyrings.ts'
import { requireOpen } from './session.ts'
import type { OwnChart, Session } from './types.ts'

/** The charts that this account opened and owns, in the order of opening. Needs no logs. */
export async function listOwnCharts(session: Session): Promise<OwnChart[]> {
  requireOpen(session)
  const { context, account } = session
  const charts: OwnChart[] = []
  for (let n = 0; ; n++) {
    const id = chartId(account, n)
    const state = await readChart(context.chain, { chart: id })
    if (state === null) return charts
    if (!isAddressEqual(state.owner, account)) continue
    const { count, epoch, keyed } = state
    charts.push({ id, n, title: await titleOf(session, id), count, epoch, isKeyed: keyed })
  }
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
