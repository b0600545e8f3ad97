import { readBlock } from '../chain/readBlock.ts'
import { readChart } from '../chain/readChart.ts'
import { readChartsOpenTo } from '../chain/readChartsOpenTo.ts'
import { BaseError } from '../errors/BaseError.ts'
import { isLive, openGrantedKeyring } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { summarizeGrant } from './readerSummary.ts'
import { requireOpen } from './session.ts'
import { grantedSections } from './view.ts'
import type { OpenToMeChart, Session } from './types.ts'

const AT_ONCE = 8

/**
 * The charts in which this account holds a live grant: events say where to look, the contract says what holds. A chart
 * whose keys cannot be opened now is listed with the reason.
 */
export async function listChartsOpenTo(session: Session): Promise<OpenToMeChart[]> {
  requireOpen(session)
  const { chain } = session.context
  const moment = await readBlock(chain)
  const granted = await readChartsOpenTo(chain, { account: session.account })
  const live = granted.filter(({ grant }) => isLive(grant, moment))
  const charts = await mapLimit(live, AT_ONCE, async ({ chart, grant }): Promise<OpenToMeChart | null> => {
    const state = await readChart(chain, { chart })
    if (state === null) return null
    let keyring = null
    let problem: string | null = null
    try {
      keyring = await openGrantedKeyring(session, state, grant)
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
      problem = error.shortMessage
    }
    return {
      id: chart,
      owner: state.owner,
      title: keyring?.opened.title ?? null,
      problem,
      grant: await summarizeGrant(session, { grant, moment, keyring }),
      sections: keyring === null ? [] : grantedSections(keyring.opened, grant),
      count: state.count,
    }
  })
  return charts.filter((chart) => chart !== null)
}
