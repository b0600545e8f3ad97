import type { Hex } from 'viem'
import { read } from './read.ts'
import type { Chain } from './types.ts'

/** The block time of a transaction, in seconds. @returns null where the node does not tell */
export async function readSentAt(chain: Chain, { hash }: { hash: Hex }): Promise<number | null> {
  const { publicClient } = chain
  try {
    const { blockNumber } = await read(() => publicClient.getTransactionReceipt({ hash }))
    const { timestamp } = await read(() => publicClient.getBlock({ blockNumber }))
    return Number(timestamp)
  } catch {
    return null
  }
}
