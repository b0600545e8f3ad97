import { bech32 } from '@scure/base'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import age from '../age.json' with { type: 'json' }
import hkdfVectors from '../hkdf.json' with { type: 'json' }
import hpke from '../hpke.json' with { type: 'json' }
import xchacha from '../xchacha.json' with { type: 'json' }
import xwing from '../xwing.json' with { type: 'json' }
import { decryptAgeFile } from './age.ts'
import { concat, fromHex, sha256, toHex } from './bytes.ts'
import { hkdf, openXAead, sealXAead } from './ciphers.ts'
import { openHpke } from './hpke.ts'
import { Refused } from './refuse.ts'
import { xwingDecapsulate, xwingPublic } from './xwing.ts'

describe('what the second reader is made of', () => {
  it.each(hkdfVectors.vectors)('HKDF-SHA256: $name', ({ ikm, salt, info, length, okm }) => {
    expect(toHex(hkdf(fromHex(ikm), fromHex(salt), fromHex(info), length))).toBe(okm)
  })

  it.each(xwing.vectors)('X-Wing: seed $seed', ({ seed, pk, ct, ss }) => {
    expect(toHex(xwingPublic(fromHex(seed)))).toBe(pk)
    expect(toHex(xwingDecapsulate(fromHex(seed), fromHex(ct)))).toBe(ss)
  })

  it.each(hpke.vectors)('HPKE: first message to $skRm', ({ skRm, info, enc, encryptions }) => {
    const { aad, pt, ct } = encryptions[0]!
    expect(toHex(openHpke(fromHex(skRm), fromHex(info), fromHex(enc + ct), fromHex(aad)))).toBe(pt)
  })

  it.each(xchacha.vectors)('XChaCha20-Poly1305: $name', ({ key, nonce, aad, plaintext, ciphertext, tag }) => {
    const [secret, once, data] = [fromHex(key), fromHex(nonce), fromHex(aad)]
    expect(toHex(sealXAead(secret, once, data, fromHex(plaintext)))).toBe(ciphertext + tag)
    const sealed = concat(fromHex(ciphertext), fromHex(tag))
    expect(toHex(openXAead(secret, once, data, sealed))).toBe(plaintext)
    sealed[0]! ^= 1
    expect(() => openXAead(secret, once, data, sealed)).toThrow('unable to authenticate data')
  })

  // A body has the one stanza and nothing else, so files with more of them are refused here.
  const opens = ({ name, expect }: { name: string; expect: string }) =>
    expect === 'success' && /^(?:stream_|x25519$)/.test(name)

  const x25519 = age.vectors.find(({ name }) => name === 'x25519')!

  const decrypt = ({ identity, compressed, file }: (typeof age.vectors)[number]) => {
    const stored = Buffer.from(file, 'base64')
    const scalar = bech32.decodeToBytes((identity ?? x25519.identity!).toLowerCase()).bytes
    return decryptAgeFile(scalar, new Uint8Array(compressed === 'zlib' ? inflateSync(stored) : stored))
  }

  it.each(age.vectors.filter(opens))('age: $name opens', (vector) => {
    expect(toHex(sha256(decrypt(vector)))).toBe(vector.payload)
  })

  it.each(age.vectors.filter((vector) => !opens(vector)))('age: $name is refused', (vector) => {
    expect(() => decrypt(vector)).toThrow(Refused)
  })
})
