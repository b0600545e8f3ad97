import type { Address } from 'viem'
import { chartsAbi } from './abi/charts.ts'
import { purposes } from './purposes.ts'
import { read } from './read.ts'
import { bitsToSections } from './sections.ts'
import type { Chain, ChartId, GrantState } from './types.ts'

/** An account's grant of the present tenure, live or expired; null when it has none. */
export async function readGrant(
  chain: Chain,
  { chart, grantee, blockNumber }: { chart: ChartId; grantee: Address; blockNumber?: bigint },
): Promise<GrantState | null> {
  const permission = await read(() =>
    chain.publicClient.readContract({
      address: chain.config.contracts.charts,
      abi: chartsAbi,
      functionName: 'grantOf',
      args: [chart, grantee],
      ...(blockNumber === undefined ? {} : { blockNumber }),
    }),
  )
  const purpose = purposes.find(({ value }) => value === permission.purpose)
  if (permission.until === 0 || purpose === undefined) return null
  return {
    grantee,
    read: bitsToSections(permission.read),
    write: bitsToSections(permission.write),
    until: permission.until,
    sinceEpoch: permission.sinceEpoch,
    purpose: purpose.code,
  }
}
