import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { type Bytes, concat, unsigned, utf8 } from './bytes.ts'

export const hkdf = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Bytes =>
  new Uint8Array(hkdfSync('sha256', secret, salt, info, length))

export const hmac = (key: Uint8Array, message: Uint8Array): Bytes =>
  new Uint8Array(createHmac('sha256', key).update(message).digest())

const AEAD = 'chacha20-poly1305'

/** ChaCha20-Poly1305 (RFC 8439); throws where the tag is wrong. */
export const openAead = (
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  ciphertext: Uint8Array,
): Bytes => {
  if (ciphertext.length < 16) throw new RangeError('shorter than a tag')
  const cipher = createDecipheriv(AEAD, key, nonce, { authTagLength: 16 })
  cipher.setAAD(aad, { plaintextLength: ciphertext.length - 16 })
  cipher.setAuthTag(ciphertext.subarray(-16))
  return concat(cipher.update(ciphertext.subarray(0, -16)), cipher.final())
}

export const sealAead = (
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Bytes => {
  const cipher = createCipheriv(AEAD, key, nonce, { authTagLength: 16 })
  cipher.setAAD(aad, { plaintextLength: plaintext.length })
  return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag())
}

/**
 * HChaCha20 (draft-irtf-cfrg-xchacha-03, section 2.2): ten double rounds, of which the first and last rows stay.
 */
const hchacha20 = (key: Uint8Array, nonce: Uint8Array): Bytes => {
  const input = concat(utf8('expand 32-byte k'), key, nonce)
  const view = new DataView(input.buffer)
  const x = Array.from({ length: 16 }, (_, i) => view.getUint32(i * 4, true))
  const add = (to: number, from: number, mixed: number, bits: number) => {
    x[to] = (x[to]! + x[from]!) >>> 0
    const turned = x[mixed]! ^ x[to]
    x[mixed] = ((turned << bits) | (turned >>> (32 - bits))) >>> 0
  }
  const quarter = (a: number, b: number, c: number, d: number) => {
    add(a, b, d, 16)
    add(c, d, b, 12)
    add(a, b, d, 8)
    add(c, d, b, 7)
  }
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarter(i, i + 4, i + 8, i + 12)
    for (let i = 0; i < 4; i++) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4))
  }
  const output = new DataView(new ArrayBuffer(32))
  for (const [i, word] of [...x.slice(0, 4), ...x.slice(12)].entries()) output.setUint32(i * 4, word, true)
  return new Uint8Array(output.buffer)
}

const split = (key: Uint8Array, nonce: Uint8Array) => ({
  key: hchacha20(key, nonce.subarray(0, 16)),
  nonce: concat(unsigned(0, 4), nonce.subarray(16)),
})

/** XChaCha20-Poly1305 with a nonce of 24 bytes; throws where the tag is wrong. */
export const openXAead = (key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array) => {
  const sub = split(key, nonce)
  return openAead(sub.key, sub.nonce, aad, ciphertext)
}

export const sealXAead = (key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array) => {
  const sub = split(key, nonce)
  return sealAead(sub.key, sub.nonce, aad, plaintext)
}
