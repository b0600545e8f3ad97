import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { shake256 } from '@noble/hashes/sha3.js'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decryptAge } from '../../client/crypto/age.ts'
import { openBox } from '../../client/crypto/box.ts'
import { bytesToHex, concatBytes } from '../../client/crypto/bytes.ts'
import { createDigest, createHeldDigest, createLibraryDigest } from '../../client/crypto/createDigest.ts'
import { createLibraryCipher, createChunkCipher } from '../../client/crypto/chunkCipher.ts'
import { deriveKey, hkdfSha256 } from '../../client/crypto/deriveKey.ts'
import { cipherSuite, deriveKeyPair, hpkeOpen, hpkeSeal, seal } from '../../client/crypto/hpke.ts'
import { domain } from '../../client/crypto/labels.ts'
import age from './age.json' with { type: 'json' }
import hkdf from './hkdf.json' with { type: 'json' }
import hpke from './hpke.json' with { type: 'json' }
import mlkem from './mlkem.json' with { type: 'json' }
import xchacha from './xchacha.json' with { type: 'json' }
import xwing from './xwing.json' with { type: 'json' }

const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const toHex = (bytes: Uint8Array) => bytesToHex(bytes).slice(2)

describe('HKDF-SHA256 (RFC 5869)', () => {
  it.each(hkdf.vectors)('$name', ({ ikm, salt, info, length, okm }) => {
    const derived = hkdfSha256({ secret: fromHex(ikm), salt: fromHex(salt), info: fromHex(info), length })
    expect(toHex(derived)).toBe(okm)
  })
})

describe('X-Wing (draft-connolly-cfrg-xwing-kem)', () => {
  it.each(xwing.vectors)('key pair, encapsulation and decapsulation of seed $seed', async (vector) => {
    const { publicKey, secretKey } = await deriveKeyPair(fromHex(vector.seed))
    expect(toHex(publicKey)).toBe(vector.pk)
    expect(toHex(secretKey)).toBe(vector.sk)
    const { kem } = cipherSuite()
    const recipientPublicKey = await kem.deserializePublicKey(publicKey)
    const sent = await kem.encap({ recipientPublicKey, ekm: fromHex(vector.eseed).buffer })
    expect(toHex(new Uint8Array(sent.enc))).toBe(vector.ct)
    expect(toHex(new Uint8Array(sent.sharedSecret))).toBe(vector.ss)
    const recipientKey = await kem.deserializePrivateKey(secretKey)
    expect(toHex(new Uint8Array(await kem.decap({ recipientKey, enc: fromHex(vector.ct) })))).toBe(vector.ss)
  })
})

describe('HPKE base mode with X-Wing, HKDF-SHA256, ChaCha20-Poly1305 (draft-ietf-hpke-pq)', () => {
  it.each(hpke.vectors)('seals and opens', async (vector) => {
    const { aad, pt, ct } = vector.encryptions[0]!
    const secretKey = fromHex(vector.skRm)
    const publicKey = fromHex(vector.pkRm)
    const info = fromHex(vector.info)
    expect(toHex((await deriveKeyPair(secretKey)).publicKey)).toBe(vector.pkRm)
    const sealed = concatBytes(fromHex(vector.enc), fromHex(ct))
    const randomness = fromHex(vector.ikmE)
    expect(
      await hpkeSeal({ publicKey, info, plaintext: fromHex(pt), aad: fromHex(aad), randomness }),
    ).toEqual(sealed)
    expect(toHex(await hpkeOpen({ secretKey, info, sealed, aad: fromHex(aad) }))).toBe(pt)
    for (const changes of [
      { info: fromHex('00') },
      { aad: fromHex('00') },
      { secretKey: fromHex('11'.repeat(32)) },
    ]) {
      await expect(
        hpkeOpen({ secretKey, info, sealed, aad: fromHex(aad), ...changes }),
      ).rejects.toMatchObject({
        name: 'DecryptionFailedError',
      })
    }
  })
})

describe('ML-KEM-768 (FIPS 203, encapsulation key check)', () => {
  it.each(mlkem.invalid)('refuses a key with a coefficient that is not reduced', async (key) => {
    const publicKey = concatBytes(fromHex(key), fromHex('09'.padEnd(64, '0')))
    await expect(seal(publicKey, 'vaultRoot', new Uint8Array(121), new Uint8Array(32))).rejects.toMatchObject(
      {
        name: 'PublicKeyInvalidError',
      },
    )
  })
})

describe('ML-KEM-768 (FIPS 203, encapsulation and decapsulation)', () => {
  /** The ML-KEM half of the client's own X-Wing, whose keys are seeds of 32 bytes that no published key has. */
  type Lattice = {
    encap(publicKey: Uint8Array, m: Uint8Array): Promise<[Uint8Array, Uint8Array]>
    decap(ciphertext: Uint8Array, secretKey: Uint8Array): Promise<Uint8Array>
  }
  const latticeOf = (kem: object) => Reflect.get(kem, '_m') as Lattice

  it.each(mlkem.decapsulations)('$name', async ({ ek, m, dk, c, ss }) => {
    const lattice = latticeOf(cipherSuite().kem)
    expect(toHex(await lattice.decap(fromHex(c), fromHex(dk)))).toBe(ss)
    // A ciphertext that was changed is no error: what it gives is SHAKE256(z || c), which nobody else can tell.
    const changed = fromHex(c)
    changed[7]! ^= 1
    const z = fromHex(dk).subarray(-32)
    expect(await lattice.decap(changed, fromHex(dk))).toEqual(
      shake256(concatBytes(z, changed), { dkLen: 32 }),
    )
    if (ek === undefined || m === undefined) return
    const [ciphertext, secret] = await lattice.encap(fromHex(ek), fromHex(m))
    expect([toHex(ciphertext), toHex(secret)]).toEqual([c, ss])
  })
})

describe('XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha)', () => {
  it.each(xchacha.vectors)('$name', ({ key, nonce, aad, plaintext, ciphertext, tag }) => {
    const cipher = xchacha20poly1305(fromHex(key), fromHex(nonce), fromHex(aad))
    expect(toHex(cipher.encrypt(fromHex(plaintext)))).toBe(ciphertext + tag)
    expect(toHex(cipher.decrypt(fromHex(ciphertext + tag)))).toBe(plaintext)
  })

  it('is what a box is made of: nonce, then ciphertext, with label and context as associated data', () => {
    const secret = fromHex('22'.repeat(32))
    const context = fromHex('33'.repeat(72))
    const key = deriveKey(secret, 'vaultContents', context)
    const nonce = fromHex('44'.repeat(24))
    const box = concatBytes(
      nonce,
      xchacha20poly1305(key, nonce, domain('vaultContents', context)).encrypt(fromHex('c0ffee')),
    )
    expect(toHex(openBox(secret, 'vaultContents', context, box))).toBe('c0ffee')
  })
})

describe('SHA-256 (FIPS 180-4)', () => {
  it.each([
    ['the platform’s', createDigest],
    ['the one at once', createHeldDigest],
    ['the library’s', createLibraryDigest],
  ])('gives the same digest piece by piece: %s', async (_, create) => {
    const digest = create(3)
    digest.update(new TextEncoder().encode('a'))
    digest.update(new TextEncoder().encode('bc'))
    const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(toHex(await digest.digest())).toBe(expected)
  })

  it('is not disturbed by more bytes than were announced, which are refused elsewhere', async () => {
    const digest = createHeldDigest(3)
    digest.update(new TextEncoder().encode('abcd'))
    digest.update(new TextEncoder().encode('e'))
    expect(await digest.digest()).toHaveLength(32)
  })
})

/** Sound files that Chartkey refuses all the same, since it writes headers of one form alone. */
const STRICTER = new Set([
  'stanza_empty_body',
  'stanza_empty_last_line',
  'stanza_valid_characters',
  'x25519_grease',
  'x25519_multiple_recipients',
])

describe.each([
  ['the fastest cipher', createChunkCipher],
  ['the library’s cipher', createLibraryCipher],
] as const)('age (C2SP/CCTV) with %s', (_, createCipher) => {
  it.each(age.vectors)(
    '$name: $expect',
    async ({ name, expect: expected, payload, identity, compressed, file }) => {
      const stored = Buffer.from(file, 'base64')
      const bytes = new Uint8Array(compressed === 'zlib' ? inflateSync(stored) : stored)
      const source = new Blob([bytes]).stream() as unknown as AsyncIterable<Uint8Array>
      const parts: Uint8Array[] = []
      let outcome: string | null
      try {
        for await (const part of decryptAge(identity ?? '', source, createCipher)) parts.push(part)
        outcome = toHex(sha256(concatBytes(...parts)))
      } catch {
        outcome = null
      }
      expect(outcome).toBe(expected === 'success' && !STRICTER.has(name) ? payload : null)
    },
  )
})
