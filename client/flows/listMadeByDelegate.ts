import { isAddressEqual } from 'viem'
import type { Address, Hex } from 'viem'
import { readCaller } from '../chain/readCaller.ts'
import { readHints } from '../chain/readLogSet.ts'
import type { ChartId } from '../chain/types.ts'
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
  const { chain } = session.context
  const rights = await readOwned(session, chart, { recover: true })
  const { moment, keyring } = rights
  const [granted, shared] = await Promise.all([
    readHints(chain, { event: 'Granted', args: { chart }, fields: ['transactionHash', 'grantee'] }),
    readHints(chain, { event: 'Shared', args: { chart }, fields: ['transactionHash', 'reader', 'number'] }),
  ])
  const callers = new Map<string, Promise<Address | null>>()
  const isMade = async (hash: string | undefined) => {
    if (hash === undefined) return true
    const caller = await (callers.get(hash) ?? readCaller(chain, { hash: hash as Hex }))
    callers.set(hash, Promise.resolve(caller))
    return caller === null || isAddressEqual(caller, delegate)
  }
  const grants = await mapLimit(rights.grants, AT_ONCE, async (grant) => {
    const last = granted.findLast(([, grantee]) => isAddressEqual(grantee as Address, grant.grantee))
    return (await isMade(last?.[0])) ? summarizeGrant(session, { grant, moment, keyring }) : null
  })
  const shares = await mapLimit(rights.shares, AT_ONCE, async (share) => {
    const last = shared.findLast(
      ([, reader, number]) =>
        Number(number) === share.number && isAddressEqual(reader as Address, share.reader),
    )
    return (await isMade(last?.[0])) ? summarizeShare(session, { share, moment, keyring }) : null
  })
  return {
    grants: grants.filter((grant) => grant !== null),
    shares: shares.filter((share) => share !== null),
  }
}
