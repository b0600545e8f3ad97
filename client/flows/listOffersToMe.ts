import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { readBlock } from '../chain/readBlock.ts'
import { readChart } from '../chain/readChart.ts'
import { readLogSet } from '../chain/readLogSet.ts'
import type { ChartId } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { isLive, openOfferedKeyring } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { requireOpen } from './session.ts'
import type { Session } from './types.ts'

/** A chart that its owner offers to this account. */
export type OfferToMe = {
  readonly chart: ChartId
  readonly owner: Address
  /** Null when its keyring cannot be opened now; `problem` says why. */
  readonly title: string | null
  readonly problem: string | null
  /** Seconds. */
  readonly until: number
  /** How many records it has. */
  readonly count: number
}

const AT_ONCE = 8

/** The charts that this account may take over now: events say where to look, the contract says what holds. */
export async function listOffersToMe(session: Session): Promise<OfferToMe[]> {
  requireOpen(session)
  const { chain } = session.context
  const moment = await readBlock(chain)
  const args = { successor: session.account }
  const charts = await readLogSet(chain, { event: 'TransferOffered', args, fields: ['chart'] })
  const offers = await mapLimit(
    charts as [ChartId][],
    AT_ONCE,
    async ([chart]): Promise<OfferToMe | null> => {
      const state = await readChart(chain, { chart, blockNumber: moment.number })
      const offer = state?.offer ?? null
      if (state === null || offer === null || !isLive(offer, moment)) return null
      if (!isAddressEqual(offer.successor, session.account)) return null
      let title: string | null = null
      let problem: string | null = null
      try {
        title = (await openOfferedKeyring(session, { moment, state })).opened.contents.title
      } catch (error) {
        if (!(error instanceof BaseError)) throw error
        problem = error.shortMessage
      }
      return { chart, owner: state.owner, title, problem, until: offer.until, count: state.count }
    },
  )
  return offers.filter((offer) => offer !== null)
}
