import type { Address, Hex } from 'viem'
import { readGrant } from './readGrant.ts'
import { readHints } from './readLogSet.ts'
import type { Chain, ChartId, GrantState } from './types.ts'

/**
 * A chart's grants of the present tenure, live and expired: events and the caller say whom to ask about, state says
 * what holds. A node that gives no logs is no hindrance where the caller knows all readers.
 *
 * @param also accounts to ask about whether events name them or not
 */
export async function readGrants(
  chain: Chain,
  { chart, blockNumber, also = [] }: { chart: ChartId; blockNumber?: bigint; also?: readonly Address[] },
): Promise<GrantState[]> {
  const named = await readHints(chain, { event: 'Granted', args: { chart }, fields: ['grantee'] })
  const accounts = [...named.map(([grantee]) => grantee as Hex), ...also]
  const grantees = new Map(accounts.map((grantee) => [grantee.toLowerCase(), grantee]))
  const grants = await Promise.all(
    [...grantees.values()].map((grantee) =>
      readGrant(chain, { chart, grantee, ...(blockNumber === undefined ? {} : { blockNumber }) }),
    ),
  )
  return grants.filter((grant) => grant !== null)
}
