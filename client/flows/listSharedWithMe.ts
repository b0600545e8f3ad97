import { readBlock } from '../chain/readBlock.ts'
import { readChart } from '../chain/readChart.ts'
import { readLogSet } from '../chain/readLogSet.ts'
import { readShare } from '../chain/readShare.ts'
import type { ChartId } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { isLive } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { summarize } from './records.ts'
import { requireOpen } from './session.ts'
import type { Session, SharedWithMe } from './types.ts'
import { viewChart } from './view.ts'

const AT_ONCE = 8

/**
 * The single records that others opened to this account: events say where to look, the contract says what holds. One that
 * cannot be opened now is listed with the reason.
 *
 * @throws ChainUnreachableError
 */
export async function listSharedWithMe(session: Session): Promise<SharedWithMe[]> {
  requireOpen(session)
  const { context, account } = session
  const moment = await readBlock(context.chain)
  const args = { reader: account }
  const named = await readLogSet(context.chain, { event: 'Shared', args, fields: ['chart', 'number'] })
  const live = await mapLimit(named, AT_ONCE, async ([chart, number]) => {
    const asked = { chart: chart as ChartId, number: Number(number), reader: account }
    const share = await readShare(context.chain, { ...asked, blockNumber: moment.number })
    return share !== null && isLive(share, moment) ? [{ chart: asked.chart, ...share }] : []
  })
  const charts = [...Map.groupBy(live.flat(), ({ chart }) => chart)]
  const listed = await mapLimit(charts, AT_ONCE, async ([chart, shares]): Promise<SharedWithMe[]> => {
    const state = await readChart(context.chain, { chart, blockNumber: moment.number })
    if (state === null) return []
    const { owner } = state
    try {
      const { keyring, links: all } = await viewChart(session, chart)
      return await mapLimit(shares, AT_ONCE, async ({ number, until }) => {
        const links = all[number - 1]!
        const { details, problem } = await summarize(session, { chart, keyring, links, all })
        return { chart, number, owner, until, title: details?.title ?? null, problem }
      })
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
      const problem = error.shortMessage
      return shares.map(({ number, until }) => ({ chart, number, owner, until, title: null, problem }))
    }
  })
  return listed.flat()
}
