import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import type { ChartId } from '../chain/types.ts'
import { readGivers } from './givenAccess.ts'
import { readOwned } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { summarizeGrant, summarizeShare } from './readerSummary.ts'
import type { GrantSummary, Session, ShareSummary } from './types.ts'

export type MadeByDelegate = {
  readonly grants: readonly GrantSummary[]
  readonly shares: readonly ShareSummary[]
}

const AT_ONCE = 8

/**
 * The grants and shares of a chart that a delegate gave last, for the owner to choose which end with the delegation. Who
 * gave one is told by the transaction that its newest event is from: one that cannot be told, or that a node does not
 * remember, is listed too, unless the owner gave it.
 *
 * @throws NotOwnerError, ChartMissingError, ChainUnreachableError
 */
export async function listMadeByDelegate(
  session: Session,
  { chart, delegate }: { readonly chart: ChartId; readonly delegate: Address },
): Promise<MadeByDelegate> {
  const rights = await readOwned(session, chart, { recover: true })
  const { moment, keyring } = rights
  const givers = await readGivers(session, chart)
  const isMade = ({ by }: { by: Address | null }) => by === null || isAddressEqual(by, delegate)
  const grants = await mapLimit(rights.grants, AT_ONCE, async (grant) =>
    isMade(await givers.ofGrant(grant.grantee)) ? summarizeGrant(session, { grant, moment, keyring }) : null,
  )
  const shares = await mapLimit(rights.shares, AT_ONCE, async (share) =>
    isMade(await givers.ofShare(share)) ? summarizeShare(session, { share, moment, keyring }) : null,
  )
  return {
    grants: grants.filter((grant) => grant !== null),
    shares: shares.filter((share) => share !== null),
  }
}
