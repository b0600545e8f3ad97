import type { Hex } from 'viem'
import { readHints } from './readLogSet.ts'
import { readShare } from './readShare.ts'
import type { Chain, ChartId, ShareId, ShareState } from './types.ts'

/**
 * A chart's shares of the present tenure, live and expired: events and the caller say which to ask about, state says
 * what holds.
 *
 * @param also shares to ask about whether events name them or not
 */
export async function readShares(
  chain: Chain,
  { chart, blockNumber, also = [] }: { chart: ChartId; blockNumber?: bigint; also?: readonly ShareId[] },
): Promise<ShareState[]> {
  const named = await readHints(chain, { event: 'Shared', args: { chart }, fields: ['reader', 'number'] })
  const ids = [
    ...named.map(([reader, number]): ShareId => ({ reader: reader as Hex, number: Number(number) })),
    ...also,
  ]
  const distinct = new Map(ids.map((id) => [`${id.number} ${id.reader.toLowerCase()}`, id]))
  const shares = await Promise.all(
    [...distinct.values()].map(({ number, reader }) =>
      readShare(chain, { chart, number, reader, ...(blockNumber === undefined ? {} : { blockNumber }) }),
    ),
  )
  return shares.filter((share) => share !== null)
}
