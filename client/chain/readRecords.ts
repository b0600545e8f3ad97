import { chartsAbi } from './abi/charts.ts'
import { read } from './read.ts'
import type { Chain, ChartId, RecordLinks } from './types.ts'

const PAGE = 500

/** The records from number `from` to `to`, both included, in their order. Read in pages. */
export async function readRecords(
  chain: Chain,
  { chart, from = 1, to, blockNumber }: { chart: ChartId; from?: number; to: number; blockNumber?: bigint },
): Promise<RecordLinks[]> {
  const records: RecordLinks[] = []
  for (let first = from; first <= to; first += PAGE) {
    const count = Math.min(PAGE, to - first + 1)
    const page = await read(() =>
      chain.publicClient.readContract({
        address: chain.config.contracts.charts,
        abi: chartsAbi,
        functionName: 'recordsOf',
        args: [chart, first, count],
        ...(blockNumber === undefined ? {} : { blockNumber }),
      }),
    )
    records.push(...page.map((record, index) => ({ number: first + index, ...record })))
    if (page.length < count) break
  }
  return records
}
