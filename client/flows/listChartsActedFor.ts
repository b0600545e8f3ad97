import { readBlock } from '../chain/readBlock.ts'
import { readChart } from '../chain/readChart.ts'
import { readDelegate } from '../chain/readDelegate.ts'
import { readLogSet } from '../chain/readLogSet.ts'
import type { ChartId } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { isLive, readManaged } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { requireOpen } from './session.ts'
import { wholeSections } from './view.ts'
import type { ActedForChart, Session } from './types.ts'

const AT_ONCE = 8

/**
 * The charts whose owners this account acts for now: events say where to look, the contract says what holds. A chart
 * whose keys cannot be opened now is listed with the reason.
 */
export async function listChartsActedFor(session: Session): Promise<ActedForChart[]> {
  requireOpen(session)
  const { context, account } = session
  const { chain } = context
  const moment = await readBlock(chain)
  const args = { delegate: account }
  const named = await readLogSet(chain, { event: 'DelegateNamed', args, fields: ['chart'] })
  const charts = await mapLimit(
    named as [ChartId][],
    AT_ONCE,
    async ([chart]): Promise<ActedForChart | null> => {
      const delegation = await readDelegate(chain, { chart, delegate: account })
      const state = await readChart(chain, { chart })
      if (state === null || delegation === null || !isLive(delegation, moment)) return null
      const { id, owner, count, epoch, keyed } = state
      const found = { id, owner, until: delegation.until, count, epoch, isKeyed: keyed }
      try {
        const { contents } = (await readManaged(session, chart)).keyring.opened
        return { ...found, title: contents.title, problem: null, sections: wholeSections(contents) }
      } catch (error) {
        if (!(error instanceof BaseError)) throw error
        return { ...found, title: null, problem: error.shortMessage, sections: [] }
      }
    },
  )
  return charts.filter((chart) => chart !== null)
}
