import type { CID } from 'multiformats/cid'
import { FileMalformedError, FileTooLargeError } from '../errors/ipfs.ts'
import { fetchBlock } from './fetchBlock.ts'
import { decodeFileNode } from './fileNode.ts'
import { MAX_FILE_DEPTH } from './limits.ts'
import type { RequestOptions, Store } from './types.ts'

export type ReadFileParameters = RequestOptions & {
  /** Refuses a file of more bytes before reading its leaves. */
  readonly maxBytes: number
  /** Refuses a file of fewer or more bytes. */
  readonly size?: number | undefined
}

/** Blocks asked for ahead of the one that is read. */
const AHEAD = 4

/**
 * A file, and each node of it, may have so many parts, and one more for each 16 KiB. Importers cut 256 KiB or more; a
 * file of parts of one byte, the same few over and over, would cost its author nothing and its reader a request for each.
 */
const FREE_PARTS = 64
const BYTES_PER_PART = 16_384

type Part = { readonly cid: CID; readonly size: number | null; readonly depth: number }

/**
 * Reads a UnixFS file as a stream. Each block is checked before its bytes are given out; a bad one is sought in the
 * next store. The walk is depth first and asks for a few blocks ahead, so that memory does not grow with the file.
 *
 * The stream errors with FileTooLargeError, FileMalformedError, or as `fetchBlock` does.
 */
export function readFile(
  stores: readonly Store[],
  cid: CID,
  parameters: ReadFileParameters,
): ReadableStream<Uint8Array> {
  const cancel = new AbortController()
  const signal =
    parameters.signal === undefined ? cancel.signal : AbortSignal.any([parameters.signal, cancel.signal])
  const walk = walkFile(stores, cid, { ...parameters, signal })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await walk.next()
          if (done === true) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          cancel.abort()
          controller.error(error)
        }
      },
      async cancel() {
        cancel.abort()
        await walk.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

async function* walkFile(
  stores: readonly Store[],
  root: CID,
  { maxBytes, size, signal }: ReadFileParameters & { readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array, void, undefined> {
  /** What is still to be read, the next part last. */
  const rest: Part[] = [{ cid: root, size: size ?? null, depth: 0 }]
  const asked = new Map<Part, Promise<Uint8Array>>()
  let partsLeft = FREE_PARTS
  for (let part = rest.at(-1); part !== undefined; part = rest.at(-1)) {
    for (let i = rest.length - 1; i >= 0 && i >= rest.length - AHEAD; i--) {
      const next = rest[i]!
      if (asked.has(next)) continue
      const block = fetchBlock(stores, next.cid, { signal })
      block.catch(() => {})
      asked.set(next, block)
    }
    const bytes = await asked.get(part)!
    signal?.throwIfAborted()
    rest.pop()
    asked.delete(part)
    const node = decodeFileNode(part.cid, bytes)
    if (part.depth === 0) {
      if (node.size > maxBytes) throw new FileTooLargeError(maxBytes)
      partsLeft += node.size / BYTES_PER_PART
    }
    partsLeft -= node.links.length
    if (partsLeft < 0 || node.links.length > FREE_PARTS + node.size / BYTES_PER_PART)
      throw new FileMalformedError('it is cut into too many parts')
    if (part.size !== null && node.size !== part.size)
      throw new FileMalformedError('a part has another length')
    if (node.links.length > 0 && part.depth === MAX_FILE_DEPTH)
      throw new FileMalformedError('it is nested too deep')
    for (let i = node.links.length - 1; i >= 0; i--) rest.push({ ...node.links[i]!, depth: part.depth + 1 })
    if (node.data.length > 0) yield node.data
  }
}
