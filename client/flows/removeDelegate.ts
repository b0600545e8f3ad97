import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { removeDelegateCall } from '../chain/calls.ts'
import { readDelegate } from '../chain/readDelegate.ts'
import type { ChartId, ShareId } from '../chain/types.ts'
import { DelegateMissingError, NotOwnerError } from '../errors/flows.ts'
import { endRights } from './endRights.ts'
import type { EndingReturnType } from './endRights.ts'
import { readState } from './keyrings.ts'
import { requireWallet } from './session.ts'
import type { AccessList, FlowOptions, Session } from './types.ts'

export type RemoveDelegateParameters = FlowOptions & {
  readonly chart: ChartId
  readonly delegate: Address
  /** Whose access ends with it: of those that `listMadeByDelegate` shows. */
  readonly grantees: readonly Address[]
  /** Which shares end with it. */
  readonly shares: readonly ShareId[]
  /**
   * The accesses that were shown when this was decided: those not named above stay. What the chain has when this begins,
   * where left out. What the delegate gave since then is told as the problem, and sealed no new keys.
   */
  readonly seen?: AccessList
}

/**
 * Ends an account's right to act for the owner, with the grants and shares named, and rotates the keys in the same
 * transaction. It ends in any case, as `endRights` says. Where the delegate left keys that cannot be used, the new ones
 * are built on the owner's last own ones: what was filed under the delegate's is lost, nothing from before.
 *
 * @throws DelegateMissingError, NotOwnerError, and what `submit` throws; then the right has not ended
 */
export async function removeDelegate(
  session: Session,
  { chart, delegate, grantees, shares, seen, ...options }: RemoveDelegateParameters,
): Promise<EndingReturnType> {
  requireWallet(session)
  const { chain } = session.context
  options.onProgress?.({ step: 'reading', act: 'removeDelegate' })
  const { moment, state } = await readState(session, chart)
  if (!isAddressEqual(state.owner, session.account)) throw new NotOwnerError()
  const delegation = await readDelegate(chain, { chart, delegate, blockNumber: moment.number })
  if (delegation === null) throw new DelegateMissingError()
  return endRights(session, {
    chart,
    act: 'removeDelegate',
    before: state,
    ended: { delegates: [delegate], grantees, shares },
    call: (update) => removeDelegateCall(chain, { chart, delegate, grantees, shares, update }),
    recover: true,
    seen,
    keepsSeen: true,
    ...options,
  })
}
