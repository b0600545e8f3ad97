import type { Address } from 'viem'
import { ChainRequestFailedError } from '../errors/chain.ts'
import { readGrant } from './readGrant.ts'
import { readLogSet } from './readLogSet.ts'
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
  const named = [...(await readGrantees(chain, chart)), ...also]
  const grantees = new Map(named.map((grantee) => [grantee.toLowerCase(), grantee]))
  const grants = await Promise.all(
    [...grantees.values()].map((grantee) =>
      readGrant(chain, { chart, grantee, ...(blockNumber === undefined ? {} : { blockNumber }) }),
    ),
  )
  return grants.filter((grant) => grant !== null)
}

async function readGrantees(chain: Chain, chart: ChartId): Promise<Address[]> {
  try {
    return await readLogSet(chain, { event: 'Granted', args: { chart }, topic: 'grantee' })
  } catch (error) {
    if (error instanceof ChainRequestFailedError) return []
    throw error
  }
}
