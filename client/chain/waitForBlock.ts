import { ChainStalledError } from '../errors/chain.ts'
import { read } from './read.ts'
import type { Chain } from './types.ts'

/**
 * Waits until the head is another block than `head`.
 *
 * @param patience milliseconds after which a chain that makes no block counts as stalled
 * @throws ChainStalledError, ChainUnreachableError, and the signal's reason
 */
export async function waitForBlock(
  { publicClient, config }: Chain,
  {
    head,
    signal,
    patience = config.chain.local ? 20_000 : 600_000,
  }: { readonly head: bigint; readonly signal?: AbortSignal | undefined; readonly patience?: number },
): Promise<void> {
  const startedAt = Date.now()
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, publicClient.pollingInterval))
    signal?.throwIfAborted()
    const newest = await read(() => publicClient.getBlockNumber({ cacheTime: 0 }))
    if (newest !== head) return
    if (Date.now() - startedAt > patience) throw new ChainStalledError()
  }
}
