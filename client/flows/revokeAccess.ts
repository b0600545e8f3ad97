import type { Address } from 'viem'
import { revokeCall } from '../chain/calls.ts'
import { readGrant } from '../chain/readGrant.ts'
import type { ChartId } from '../chain/types.ts'
import { GrantMissingError, NotOwnerError } from '../errors/flows.ts'
import { endRights } from './endRights.ts'
import type { EndingReturnType } from './endRights.ts'
import { managerOf, readState } from './keyrings.ts'
import { requireWallet } from './session.ts'
import type { AccessList, FlowOptions, Session } from './types.ts'

export type RevokeAccessParameters = FlowOptions & {
  readonly chart: ChartId
  readonly grantee: Address
  /** The accesses that were shown when this was decided; what the chain has when this begins, where left out. */
  readonly seen?: AccessList
}

export type RevokeAccessReturnType = EndingReturnType

/**
 * Ends an account's access and rotates the keys in the same transaction, as owner or delegate. The access ends in any
 * case, as `endRights` says. What was shared with the account by itself stays.
 *
 * @throws GrantMissingError, NotOwnerError, and what `submit` throws; then the access has not ended
 */
export async function revokeAccess(
  session: Session,
  { chart, grantee, seen, ...options }: RevokeAccessParameters,
): Promise<RevokeAccessReturnType> {
  requireWallet(session)
  const { chain } = session.context
  options.onProgress?.({ step: 'reading', act: 'revoke' })
  const { moment, state } = await readState(session, chart)
  if ((await managerOf(session, { moment, state })) === null) throw new NotOwnerError()
  const grant = await readGrant(chain, { chart, grantee, blockNumber: moment.number })
  if (grant === null) throw new GrantMissingError()
  return endRights(session, {
    chart,
    act: 'revoke',
    before: state,
    ended: { grantees: [grantee] },
    call: (update) => revokeCall(chain, { chart, grantee, update }),
    seen,
    ...options,
  })
}
