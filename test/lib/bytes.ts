import { concatBytes } from '../../client/crypto/bytes.ts'

/** Bytes that follow from a seed, no two blocks of a long run alike; in chunks, none of which is kept. */
export async function* seededBytes(
  length: number,
  seed = 1,
  chunk = 65_536,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let state = (seed * 2_654_435_761) >>> 0 || 1
  for (let offset = 0; offset < length; offset += chunk) {
    const bytes = new Uint8Array(Math.min(chunk, length - offset))
    for (let i = 0; i < bytes.length; i++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      bytes[i] = state
    }
    yield bytes
  }
}

/** Bytes of which every mebibyte differs, as cheap to make as can be. */
export async function* stampedBytes(length: number, seed = 1): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let offset = 0; offset < length; offset += 1 << 20) {
    const bytes = new Uint8Array(Math.min(1 << 20, length - offset))
    bytes.set(new Uint8Array(Uint32Array.of(seed, offset / (1 << 20)).buffer).subarray(0, bytes.length))
    yield bytes
  }
}

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  for await (const part of source) parts.push(part)
  return concatBytes(...parts)
}
