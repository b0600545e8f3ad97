import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import { fixedBytes } from '../../test/lib/cryptoBuilders.ts'
import { AGE_HEADER_LENGTH, ageIdentity, ageSize, decryptAge, encryptAge } from './age.ts'
import { concatBytes } from './bytes.ts'
import { createChunkCipher, createLibraryCipher, createNodeCipher, createWebCipher } from './chunkCipher.ts'
import type { CreateChunkCipher } from './chunkCipher.ts'

const identity = ageIdentity(fixedBytes('record key'))
const SIZES = [0, 1, 15, 65535, 65536, 65537, 131072, 131073, 1_000_000]

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void> {
  for (let offset = 0; offset < bytes.length; offset += size) yield bytes.subarray(offset, offset + size)
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return concatBytes(...parts)
}

const seal = (bytes: Uint8Array, cipher?: CreateChunkCipher, size = 50_000) =>
  collect(encryptAge(identity, pieces(bytes, size), cipher))
const open = (bytes: Uint8Array, cipher?: CreateChunkCipher, size = 50_000) =>
  collect(decryptAge(identity, pieces(bytes, size), cipher))

const ciphers: [string, CreateChunkCipher][] = [
  ['the fastest', createChunkCipher],
  ['the library’s', createLibraryCipher],
  ['Node’s', (key) => createNodeCipher(key) ?? createLibraryCipher(key)],
  ['the browser’s', async (key) => (await createWebCipher(key)) ?? createLibraryCipher(key)],
]

describe('age bodies', () => {
  it('derive an identity from the record key', () => {
    expect(identity).toMatch(/^AGE-SECRET-KEY-1[A-Z0-9]{58}$/)
    expect(ageIdentity(fixedBytes('other key'))).not.toBe(identity)
  })

  describe.each(ciphers)('with %s cipher', (_, cipher) => {
    it.each(SIZES)('exchange %d bytes with the library both ways', async (size) => {
      const plaintext = fixedBytes('document', size)
      const sealed = await seal(plaintext, cipher)
      expect(sealed.length).toBe(ageSize(size))
      const decrypter = new Decrypter()
      decrypter.addIdentity(identity)
      expect(await decrypter.decrypt(sealed)).toEqual(plaintext)
      const encrypter = new Encrypter()
      encrypter.addRecipient(await identityToRecipient(identity))
      expect(await open(await encrypter.encrypt(plaintext), cipher)).toEqual(plaintext)
    })
  })

  it('have the same payload from every cipher, byte by byte', async () => {
    const key = fixedBytes('payload key')
    const nonce = fixedBytes('nonce', 12)
    const expected = createLibraryCipher(key)
    const made = [createNodeCipher(key), await createWebCipher(key), await createChunkCipher(key)]
    expect(made.filter((cipher) => cipher !== null).length).toBeGreaterThan(0)
    for (const cipher of made) {
      if (cipher === null) continue
      for (const size of [0, 1, 63, 64, 65, 65535, 65536]) {
        const plaintext = fixedBytes('chunk', size)
        const sealed = await expected.seal(nonce, plaintext)
        expect(await cipher.seal(nonce, plaintext)).toEqual(sealed)
        expect(await cipher.open(nonce, sealed)).toEqual(plaintext)
        const changed = sealed.slice()
        changed[0]! ^= 1
        await expect((async () => cipher.open(nonce, changed))()).rejects.toThrow()
        await expect((async () => cipher.open(nonce, sealed.subarray(0, 15)))()).rejects.toThrow()
      }
    }
  })

  it('do not depend on how the bytes arrive', async () => {
    const plaintext = fixedBytes('document', 70_000)
    for (const size of [1000, 65536, 65552, 1_000_000]) {
      expect(await open(await seal(plaintext, undefined, size), undefined, size)).toEqual(plaintext)
    }
    expect(await open(await seal(fixedBytes('short', 3)), undefined, 1)).toEqual(fixedBytes('short', 3))
  })

  it('reject every changed byte, every end too early, and anything after the end', async () => {
    const sealed = await seal(fixedBytes('document', 40))
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.slice()
      changed[i]! ^= 1 << (i % 8)
      await expect(open(changed)).rejects.toThrow()
      await expect(open(sealed.subarray(0, i))).rejects.toThrow()
    }
    await expect(open(concatBytes(sealed, Uint8Array.of(0)))).rejects.toThrow()
  })

  it('reject chunks that are dropped, swapped or repeated', async () => {
    const sealed = await seal(fixedBytes('document', 3 * 65536))
    const start = AGE_HEADER_LENGTH + 16
    const chunk = (i: number) => sealed.subarray(start + i * 65552, start + (i + 1) * 65552)
    for (const order of [[1, 0, 2], [0, 2], [0, 1], [0, 0, 1, 2], [0, 1, 2, 2], [2]]) {
      const changed = concatBytes(sealed.subarray(0, start), ...order.map(chunk))
      await expect(open(changed)).rejects.toThrow()
    }
  })

  it('accept one recipient alone, since the age tool refuses some mixtures', async () => {
    const encrypter = new Encrypter()
    encrypter.addRecipient(await identityToRecipient(identity))
    encrypter.addRecipient(await identityToRecipient(await generateX25519Identity()))
    await expect(open(await encrypter.encrypt(fixedBytes('document', 100)))).rejects.toThrow(
      'the age header is not of the only form used',
    )
  })

  it('stop reading their source when their reader stops', async () => {
    let isClosed = false
    async function* endless(): AsyncGenerator<Uint8Array, void> {
      try {
        for (;;) yield new Uint8Array(65536)
      } finally {
        isClosed = true
      }
    }
    let count = 0
    for await (const chunk of encryptAge(identity, endless())) if (chunk.length > 0 && ++count === 3) break
    expect(isClosed).toBe(true)
  })
})
