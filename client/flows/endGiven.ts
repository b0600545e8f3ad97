import type { Address } from 'viem'
import type { ChartId, ShareId } from '../chain/types.ts'
import { revokeCall } from '../chain/calls.ts'
import { readGrant } from '../chain/readGrant.ts'
import { readShare } from '../chain/readShare.ts'
import { BaseError } from '../errors/BaseError.ts'
import { NotOwnerError } from '../errors/flows.ts'
import { endRights } from './endRights.ts'
import type { EndingReturnType } from './endRights.ts'
import { endShare } from './endShare.ts'
import { managerOf, readState } from './keyrings.ts'
import { rotateChart } from './rotateChart.ts'
import { requireWallet } from './session.ts'
import type { AccessList, FlowOptions, Session } from './types.ts'

export type EndGivenParameters = FlowOptions & {
  readonly chart: ChartId
  readonly grantees: readonly Address[]
  readonly shares: readonly ShareId[]
  /** The accesses that were shown when this was decided; what the chain has when each ends, where left out. */
  readonly seen?: AccessList
}

/**
 * Ends several accesses, as owner or delegate: those that somebody let in unseen. A transaction each, of which each takes
 * effect by itself, and from the first the keys leave all of them out. What has ended already is passed over.
 *
 * @throws NotOwnerError, and what `submit` throws; then what was ended before stays ended
 */
export async function endGiven(
  session: Session,
  { chart, grantees, shares, seen, ...options }: EndGivenParameters,
): Promise<EndingReturnType> {
  requireWallet(session)
  const { chain } = session.context
  options.onProgress?.({ step: 'reading', act: 'revoke' })
  let ending: EndingReturnType | null = null
  for (const grantee of grantees) {
    const { moment, state } = await readState(session, chart)
    if ((await managerOf(session, { moment, state })) === null) throw new NotOwnerError()
    if ((await readGrant(chain, { chart, grantee, blockNumber: moment.number })) === null) continue
    ending = await endRights(session, {
      chart,
      act: 'revoke',
      before: state,
      ended: { grantees, shares },
      call: (update) => revokeCall(chain, { chart, grantee, update }),
      recover: true,
      seen,
      ...options,
    })
  }
  for (const share of shares) {
    const { moment } = await readState(session, chart)
    if ((await readShare(chain, { chart, ...share, blockNumber: moment.number })) === null) continue
    await endShare(session, { chart, ...share, ...options })
  }
  const { state } = await readState(session, chart)
  if (ending !== null && (state.keyed || ending.problem !== null)) return ending
  if (state.keyed) return { isKeyed: true, problem: null }
  try {
    await rotateChart(session, { chart, ...options })
    return { isKeyed: true, problem: null }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return { isKeyed: false, problem: error }
  }
}
