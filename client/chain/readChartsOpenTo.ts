import type { Address } from 'viem'
import { readGrant } from './readGrant.ts'
import { readLogSet } from './readLogSet.ts'
import type { Chain, ChartId, GrantState } from './types.ts'

/** The charts that hold a grant of an account, live or expired, with the grant. */
export async function readChartsOpenTo(
  chain: Chain,
  { account }: { account: Address },
): Promise<{ chart: ChartId; grant: GrantState }[]> {
  const charts = await readLogSet(chain, { event: 'Granted', args: { grantee: account }, fields: ['chart'] })
  const grants = await Promise.all(
    (charts as [ChartId][]).map(async ([chart]) => ({
      chart,
      grant: await readGrant(chain, { chart, grantee: account }),
    })),
  )
  return grants.flatMap(({ chart, grant }) => (grant === null ? [] : [{ chart, grant }]))
}
