import { bech32 } from '@scure/base'
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption'
import { concatBytes, randomBytes, utf8, wipe } from './bytes.ts'
import { createChunkCipher } from './chunkCipher.ts'
import type { CreateChunkCipher } from './chunkCipher.ts'
import { deriveKey, hkdfSha256 } from './deriveKey.ts'
import { cutChunks } from './streams.ts'

/** Bytes of the header of an age file with one X25519 recipient. */
export const AGE_HEADER_LENGTH = 168
const NONCE_LENGTH = 16
const CHUNK = 65536
const TAG = 16
const AHEAD = 8

const HEADER =
  /^age-encryption\.org\/v1\n-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n$/

/** Length of the age file (age-encryption.org/v1, one X25519 recipient) of a document of `size` bytes. */
export function ageSize(size: number): number {
  return AGE_HEADER_LENGTH + NONCE_LENGTH + size + TAG * Math.max(1, Math.ceil(size / CHUNK))
}

/** The age identity of a record key, as `AGE-SECRET-KEY-1…`. */
export function ageIdentity(recordKey: Uint8Array): string {
  const scalar = deriveKey(recordKey, 'ageIdentity')
  const identity = bech32.encodeFromBytes('AGE-SECRET-KEY-', scalar).toUpperCase()
  wipe(scalar)
  return identity
}

/** Encrypts to one X25519 identity, in constant memory: header and nonce first, then chunks of 64 KiB. */
export async function* encryptAge(
  identity: string,
  source: AsyncIterable<Uint8Array>,
  createCipher: CreateChunkCipher = createChunkCipher,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const { header, fileKey } = await createHeader(await identityToRecipient(identity))
  const nonce = randomBytes(NONCE_LENGTH)
  const key = payloadKey(fileKey, nonce)
  wipe(fileKey)
  const cipher = await createCipher(key)
  try {
    yield concatBytes(header, nonce)
    const chunks = markLast(cutChunks(source, CHUNK), new Uint8Array(0))
    yield* mapAhead(chunks, ({ chunk, index, isLast }) => cipher.seal(chunkNonce(index, isLast), chunk))
  } finally {
    wipe(key)
  }
}

/**
 * Decrypts an age file whose header has one X25519 stanza and nothing else, in constant memory. What it yields is
 * authenticated chunk by chunk; that the file is whole is known at the end.
 *
 * @throws Error when the header, a chunk or the end is wrong.
 */
export async function* decryptAge(
  identity: string,
  source: AsyncIterable<Uint8Array>,
  createCipher: CreateChunkCipher = createChunkCipher,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const input = new PrefixReader(source)
  try {
    const header = await input.take(AGE_HEADER_LENGTH)
    if (!HEADER.test(String.fromCharCode(...header))) {
      throw new Error('the age header is not of the only form used')
    }
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    const fileKey = await decrypter.decryptHeader(header)
    const key = payloadKey(fileKey, await input.take(NONCE_LENGTH))
    wipe(fileKey)
    const cipher = await createCipher(key)
    try {
      const chunks = markLast(cutChunks(input.rest(), CHUNK + TAG), null)
      yield* mapAhead(chunks, async ({ chunk, index, isLast }) => {
        const plaintext = await cipher.open(chunkNonce(index, isLast), chunk)
        if (plaintext.length === 0 && index > 0) throw new Error('the last age chunk is empty')
        return plaintext
      })
    } finally {
      wipe(key)
    }
  } finally {
    await input.end()
  }
}

type MarkedChunk = { readonly chunk: Uint8Array; readonly index: number; readonly isLast: boolean }

/** Numbers chunks and marks the last. Without any, `empty` is the only one; null makes that an error. */
async function* markLast(
  source: AsyncIterable<Uint8Array>,
  empty: Uint8Array | null,
): AsyncGenerator<MarkedChunk, void> {
  let held: Uint8Array | null = null
  let index = 0
  for await (const chunk of source) {
    if (held !== null) yield { chunk: held, index: index++, isLast: false }
    held = chunk
  }
  const last = held ?? empty
  if (last === null) throw new Error('the age file ends too early')
  yield { chunk: last, index, isLast: true }
}

/** Maps in order with a few results under way at once, since a platform's cipher works beside this thread. */
async function* mapAhead<item>(
  source: AsyncIterable<item>,
  map: (item: item) => Promise<Uint8Array> | Uint8Array,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const ahead: Promise<Uint8Array>[] = []
  for await (const item of source) {
    const result = map(item)
    if (!(result instanceof Promise)) {
      yield result as Uint8Array<ArrayBuffer>
      continue
    }
    result.catch(() => {})
    ahead.push(result)
    if (ahead.length === AHEAD) yield (await ahead.shift()!) as Uint8Array<ArrayBuffer>
  }
  for (const result of ahead) yield (await result) as Uint8Array<ArrayBuffer>
}

async function createHeader(recipient: string): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  let fileKey: Uint8Array | null = null
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  encrypter.addRecipient({
    wrapFileKey(key) {
      fileKey = key.slice()
      return []
    },
  })
  const empty = await encrypter.encrypt(new Uint8Array(0))
  const header = empty.slice(0, empty.length - NONCE_LENGTH - TAG)
  if (header.length !== AGE_HEADER_LENGTH || fileKey === null)
    throw new Error('the age header has another form')
  return { header, fileKey }
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return hkdfSha256({ secret: fileKey, salt: nonce, info: utf8('payload'), length: 32 })
}

/** The nonce of a STREAM chunk: its index in 11 bytes, then 1 for the last. */
function chunkNonce(index: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12)
  let rest = index
  for (let i = 10; i > 3; i--) {
    nonce[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  nonce[11] = isLast ? 1 : 0
  return nonce
}

/** Takes exact lengths from the front of a source, then gives the rest. */
class PrefixReader {
  readonly #source: AsyncIterator<Uint8Array>
  #held: Uint8Array = new Uint8Array(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async take(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array[] = []
    let missing = length
    for (;;) {
      const part = this.#held.subarray(0, missing)
      this.#held = this.#held.subarray(part.length)
      parts.push(part)
      missing -= part.length
      if (missing === 0) return concatBytes(...parts)
      const { done, value } = await this.#source.next()
      if (done === true) throw new Error('the age file ends too early')
      this.#held = value
    }
  }

  async *rest(): AsyncGenerator<Uint8Array, void> {
    if (this.#held.length > 0) yield this.#held
    for (;;) {
      const { done, value } = await this.#source.next()
      if (done === true) return
      yield value
    }
  }

  async end(): Promise<void> {
    await this.#source.return?.()
  }
}
