import * as dagCbor from '@ipld/dag-cbor'
import * as dagPb from '@ipld/dag-pb'
import { CID } from 'multiformats/cid'
import { createUpload } from './createUpload.ts'
import { fetchBlock } from './fetchBlock.ts'
import type { Store } from './types.ts'

export type CopyDagParameters = {
  readonly root: CID
  /** Where it is read, each block checked against its content id. */
  readonly from: readonly Store[]
  readonly to: Store
  readonly signal?: AbortSignal | undefined
}

/**
 * Copies a DAG that this client made to another store, which is to keep it, and reads the root back there.
 *
 * @throws BytesNotConfirmedError when the store did not take it; what `fetchBlock` throws when no other has it all
 */
export async function copyDag({ root, from, to, signal }: CopyDagParameters): Promise<void> {
  const upload = createUpload([to], { required: 1, signal })
  const seen = new Set([root.toString()])
  const rest = [root]
  for (let cid = rest.pop(); cid !== undefined; cid = rest.pop()) {
    const bytes = await fetchBlock(from, cid, { signal })
    await upload.put({ cid, bytes })
    for (const link of linksOf(cid, bytes)) {
      if (seen.has(link.toString())) continue
      seen.add(link.toString())
      rest.push(link)
    }
  }
  await upload.finish(root)
}

function linksOf({ code }: CID, bytes: Uint8Array): CID[] {
  if (code === dagPb.code) return dagPb.decode(bytes).Links.map(({ Hash }) => Hash)
  return code === dagCbor.code ? linksIn(dagCbor.decode(bytes)) : []
}

function linksIn(value: unknown): CID[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  const cid = CID.asCID(value)
  return cid === null ? Object.values(value).flatMap(linksIn) : [cid]
}
