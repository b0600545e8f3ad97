import { pointerOfCid } from '../ipfs/cid.ts'
import type { CID } from 'multiformats/cid'
import type { Block } from '../ipfs/types.ts'
import { writeBlocks } from '../ipfs/writeBlocks.ts'
import { noteOwed } from './deliverOwed.ts'
import { discard, forget } from './leftovers.ts'
import { noteStored } from './settleStored.ts'
import type { Context, FlowOptions, Place } from './types.ts'

export type StoreBlocksParameters = FlowOptions & {
  /** A dag-cbor block. */
  readonly root: CID
  readonly blocks: readonly Block[]
  /** Where the chain is to name the root. */
  readonly place: Place
}

/**
 * Stores a small DAG until the required number of stores has confirmed it, or gives it up. What the others lack is noted,
 * to be delivered later.
 *
 * @throws BytesNotConfirmedError
 */
export async function storeBlocks(
  context: Context,
  { root, blocks, place, onProgress, signal }: StoreBlocksParameters,
): Promise<void> {
  const pointer = pointerOfCid(root)
  const total = blocks.reduce((sum, { bytes }) => sum + bytes.length, 0)
  onProgress?.({ step: 'storing', done: 0, total })
  // An account's draft may be published again after it was given up.
  await forget(context, pointer, ['replaced', 'superseded'])
  try {
    await noteStored(context, pointer, place)
    const { failures } = await writeBlocks(context.stores, {
      required: context.config.storesRequired,
      root,
      blocks,
      signal,
      onProgress: ({ bytes }) => onProgress?.({ step: 'storing', done: Math.min(bytes, total), total }),
    })
    await noteOwed(context, pointer, place, failures)
  } catch (error) {
    await discard(context, pointer).catch(() => {})
    throw error
  }
}
