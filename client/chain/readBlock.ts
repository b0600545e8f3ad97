import { read } from './read.ts'
import type { Chain } from './types.ts'

export type BlockMoment = {
  readonly number: bigint
  /** Seconds. A local chain mines only on demand, so there the machine's clock counts once it is ahead. */
  readonly time: number
}

/** The newest block: what is read at its number belongs together. */
export async function readBlock(chain: Chain): Promise<BlockMoment> {
  const { number, timestamp } = await read(() => chain.publicClient.getBlock({ blockTag: 'latest' }))
  const mined = Number(timestamp)
  return { number, time: chain.config.chain.local ? Math.max(mined, Math.floor(Date.now() / 1000)) : mined }
}
