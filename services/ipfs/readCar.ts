import { asyncIterableReader, createDecoder } from '@ipld/car/decoder'
import type { CID } from 'multiformats/cid'
import { MAX_BLOCK_BYTES } from './blockstore.ts'
import { RequestError } from './errors.ts'

const MAX_SECTION_BYTES = MAX_BLOCK_BYTES + 1024

export type CarReader = {
  readonly roots: readonly CID[]
  /** Not checked against their content ids. */
  readonly blocks: AsyncIterable<{ readonly cid: CID; readonly bytes: Uint8Array }>
}

/**
 * Reads a CAR of version 1 or 2 as it comes in, one block at a time.
 *
 * @throws RequestError when it is malformed, ends early, or has a block of more than 2 MiB.
 */
export async function readCar(source: AsyncIterable<Uint8Array>): Promise<CarReader> {
  const reader = asyncIterableReader(source)
  const decoder = createDecoder({
    upTo: (length) => reader.upTo(length),
    exactly(length, seek) {
      if (length > MAX_SECTION_BYTES)
        throw new RequestError(500, 'invalid section data, length of read beyond allowable maximum')
      return reader.exactly(length, seek)
    },
    seek: (length) => reader.seek(length),
    get pos() {
      return reader.pos
    },
  })

  async function* blocks() {
    let previous: CID | null = null
    try {
      for await (const block of decoder.blocks()) {
        yield block
        previous = block.cid
      }
    } catch (error) {
      throw failure(
        error,
        previous === null ? 'import failed' : `import failed after block "${previous.toString()}"`,
      )
    }
  }

  try {
    const { roots } = await decoder.header()
    return { roots, blocks: blocks() }
  } catch (error) {
    throw failure(error, 'invalid header')
  }
}

function failure(error: unknown, what: string): unknown {
  if (error instanceof RequestError && error.status !== 500) return error
  return new RequestError(500, `${what}: ${error instanceof Error ? error.message : 'malformed'}`)
}
