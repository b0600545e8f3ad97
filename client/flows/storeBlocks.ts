import type { CID } from 'multiformats/cid'
import type { Block } from '../ipfs/types.ts'
import { unpin } from '../ipfs/unpin.ts'
import { writeBlocks } from '../ipfs/writeBlocks.ts'
import type { Context, FlowOptions } from './types.ts'

export type StoreBlocksParameters = FlowOptions & {
  readonly root: CID
  readonly blocks: readonly Block[]
}

/**
 * Stores a small DAG until the required number of stores has confirmed it, or gives it up.
 *
 * @throws BytesNotConfirmedError
 */
export async function storeBlocks(
  context: Context,
  { root, blocks, onProgress, signal }: StoreBlocksParameters,
): Promise<void> {
  const total = blocks.reduce((sum, { bytes }) => sum + bytes.length, 0)
  onProgress?.({ step: 'storing', done: 0, total })
  try {
    await writeBlocks(context.stores, {
      required: context.config.storesRequired,
      root,
      blocks,
      signal,
      onProgress: ({ bytes }) => onProgress?.({ step: 'storing', done: Math.min(bytes, total), total }),
    })
  } catch (error) {
    await unpin(context.stores, root).catch(() => {})
    throw error
  }
}
