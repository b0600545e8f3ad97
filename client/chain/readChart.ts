import { zeroAddress } from 'viem'
import { chartsAbi } from './abi/charts.ts'
import { read } from './read.ts'
import type { Chain, ChartId, ChartState } from './types.ts'

/** A chart's state, or null when no chart of this id was opened. */
export async function readChart(
  chain: Chain,
  { chart, blockNumber }: { chart: ChartId; blockNumber?: bigint },
): Promise<ChartState | null> {
  const view = await read(() =>
    chain.publicClient.readContract({
      address: chain.config.contracts.charts,
      abi: chartsAbi,
      functionName: 'chartOf',
      args: [chart],
      ...(blockNumber === undefined ? {} : { blockNumber }),
    }),
  )
  if (view.owner === zeroAddress) return null
  const { successor, offeredUntil, ...state } = view
  const offer = successor === zeroAddress ? null : { successor, until: offeredUntil }
  return { id: chart, ...state, offer }
}
