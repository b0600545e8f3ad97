import type { Address } from 'viem'
import { readGrant } from './readGrant.ts'
import { readLogSet } from './readLogSet.ts'
import type { Chain, ChartId, GrantState } from './types.ts'

/** A chart's grants of the present tenure, live and expired: events say whom to ask about, state says what holds. */
export async function readGrants(
  chain: Chain,
  { chart, blockNumber, also = [] }: { chart: ChartId; blockNumber?: bigint; also?: readonly Address[] },
): Promise<GrantState[]> {
  const grantees = new Set<Address>(
    await readLogSet(chain, { event: 'Granted', args: { chart }, topic: 'grantee' }),
  )
  for (const account of also) grantees.add(account)
  const grants = await Promise.all(
    [...grantees].map((grantee) =>
      readGrant(chain, { chart, grantee, ...(blockNumber === undefined ? {} : { blockNumber }) }),
    ),
  )
  return grants.filter((grant) => grant !== null)
}
