import type { Address } from 'viem'
import { chartsAbi } from './abi/charts.ts'
import { read } from './read.ts'
import type { Chain, ChartId, DelegateState } from './types.ts'

/** An account's delegation of the present tenure, live or expired; null when it has none. */
export async function readDelegate(
  chain: Chain,
  { chart, delegate, blockNumber }: { chart: ChartId; delegate: Address; blockNumber?: bigint },
): Promise<DelegateState | null> {
  const until = await read(() =>
    chain.publicClient.readContract({
      address: chain.config.contracts.charts,
      abi: chartsAbi,
      functionName: 'delegateUntil',
      args: [chart, delegate],
      ...(blockNumber === undefined ? {} : { blockNumber }),
    }),
  )
  return until === 0 ? null : { delegate, until }
}
