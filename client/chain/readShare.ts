import { chartsAbi } from './abi/charts.ts'
import { read } from './read.ts'
import type { Chain, ChartId, ShareId, ShareState } from './types.ts'

/** A share of the present tenure, live or expired; null when there is none. */
export async function readShare(
  chain: Chain,
  { chart, number, reader, blockNumber }: ShareId & { chart: ChartId; blockNumber?: bigint },
): Promise<ShareState | null> {
  const until = await read(() =>
    chain.publicClient.readContract({
      address: chain.config.contracts.charts,
      abi: chartsAbi,
      functionName: 'shareUntil',
      args: [chart, number, reader],
      ...(blockNumber === undefined ? {} : { blockNumber }),
    }),
  )
  return until === 0 ? null : { number, reader, until }
}
