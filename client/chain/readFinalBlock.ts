import { read } from './read.ts'
import type { Chain } from './types.ts'

/** The newest block that has the configured confirmations. */
export async function readFinalBlock({ publicClient, config }: Chain): Promise<bigint> {
  const depth = BigInt(config.chain.confirmations)
  const newest = await read(() => publicClient.getBlockNumber({ cacheTime: 0 }))
  return newest > depth ? newest - depth : 0n
}
