import { read } from './read.ts'
import type { Chain } from './types.ts'

/** The newest block, and the newest that has the configured confirmations. */
export async function readFinalBlock({
  publicClient,
  config,
}: Chain): Promise<{ readonly head: bigint; readonly blockNumber: bigint }> {
  const depth = BigInt(config.chain.confirmations)
  const head = await read(() => publicClient.getBlockNumber({ cacheTime: 0 }))
  return { head, blockNumber: head > depth ? head - depth : 0n }
}
