import type { CID } from 'multiformats/cid'
import { createUpload } from './createUpload.ts'
import type { CreateUploadParameters } from './createUpload.ts'
import type { Block, Store, WriteResult } from './types.ts'

export type WriteBlocksParameters = CreateUploadParameters & {
  readonly root: CID
  /** The root's own among them. */
  readonly blocks: Iterable<Block> | AsyncIterable<Block>
}

/**
 * Stores a DAG: sends its blocks, has the root pinned, and reads the root back.
 *
 * @throws BytesNotConfirmedError when fewer stores than `required` confirmed it.
 */
export async function writeBlocks(
  stores: readonly Store[],
  { root, blocks, ...parameters }: WriteBlocksParameters,
): Promise<WriteResult> {
  const upload = createUpload(stores, parameters)
  for await (const block of blocks) await upload.put(block)
  return upload.finish(root)
}
