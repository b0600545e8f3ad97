import { importer } from 'ipfs-unixfs-importer'
import type { WritableStorage } from 'ipfs-unixfs-importer'
import type { CID } from 'multiformats/cid'
import { FileMalformedError } from '../errors/ipfs.ts'
import type { Block } from './types.ts'

export type ImportBodyParameters = {
  /** Takes each block, children before parents; its back-pressure bounds the memory. */
  readonly put: (block: Block) => Promise<void>
  readonly signal?: AbortSignal | undefined
}

export type ImportBodyReturnType = {
  readonly cid: CID
  /** Bytes of the body. */
  readonly size: number
}

const CONCURRENCY = 2

/**
 * Cuts a body into blocks as Kubo's UnixFS profile `unixfs-v1-2025` does, so that its content id is Kubo's too.
 *
 * @throws what the body or `put` throws.
 * @see https://specs.ipfs.tech/ipips/ipip-0499/
 */
export async function importBody(
  body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  { put, signal }: ImportBodyParameters,
): Promise<ImportBodyReturnType> {
  let size = 0
  async function* counted() {
    for await (const bytes of body as AsyncIterable<Uint8Array>) {
      signal?.throwIfAborted()
      size += bytes.length
      yield bytes
    }
  }
  const sink: WritableStorage = {
    async put(cid, bytes) {
      if (!(bytes instanceof Uint8Array)) throw new FileMalformedError('a block came in pieces')
      await put({ cid, bytes })
      return cid
    },
  }
  let cid: CID | undefined
  for await (const entry of importer([{ content: counted() }], sink, {
    profile: 'unixfs-v1-2025',
    blockWriteConcurrency: CONCURRENCY,
    fileImportConcurrency: 1,
  })) {
    cid = entry.cid
  }
  if (cid === undefined) throw new FileMalformedError('nothing was imported')
  return { cid, size }
}
