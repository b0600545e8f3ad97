import { chartsAbi } from './abi/charts.ts'
import { read } from './read.ts'
import type { Chain, ChartId, RecordLinks } from './types.ts'

const PAGE = 500

/** The records from number `from` to `to`, both included, in their order, with their pointers as first filed. Read in pages. */
export async function readRecords(
  chain: Chain,
  { chart, from = 1, to, blockNumber }: { chart: ChartId; from?: number; to: number; blockNumber?: bigint },
): Promise<RecordLinks[]> {
  const records: RecordLinks[] = []
  for (let first = from; first <= to; first += PAGE) {
    const count = Math.min(PAGE, to - first + 1)
    const question = {
      address: chain.config.contracts.charts,
      abi: chartsAbi,
      args: [chart, first, count],
      ...(blockNumber === undefined ? {} : { blockNumber }),
    } as const
    const [page, originals] = await Promise.all([
      read(() => chain.publicClient.readContract({ ...question, functionName: 'recordsOf' })),
      read(() => chain.publicClient.readContract({ ...question, functionName: 'originalsOf' })),
    ])
    records.push(
      ...page.map((record, index) => ({
        number: first + index,
        ...record,
        original: originals[index] ?? record.pointer,
      })),
    )
    if (page.length < count) break
  }
  return records
}
