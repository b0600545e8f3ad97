import { type Bytes, concat, equal, toHex, unsigned } from './bytes.ts'
import { refuse } from './refuse.ts'
import { x25519 } from './xwing.ts'

const CONSTANT = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]

const wordsOf = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(i * 4, true))
}

const bytesOf = (words: readonly number[]): Bytes => {
  const view = new DataView(new ArrayBuffer(words.length * 4))
  for (const [i, word] of words.entries()) view.setUint32(i * 4, word, true)
  return new Uint8Array(view.buffer)
}

/** The state of Salsa20 from a key of 32 bytes and 16 bytes of nonce and counter. */
const stateOf = (key: Uint8Array, input: Uint8Array) => {
  const [k, n] = [wordsOf(key), wordsOf(input)]
  const [a, b, c, d] = CONSTANT as [number, number, number, number]
  return [a, ...k.slice(0, 4), b, ...n, c, ...k.slice(4), d]
}

const QUARTERS = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
] as const

const twentyRounds = (state: readonly number[]) => {
  const x = Uint32Array.from(state)
  const mix = (to: number, from: number, other: number, by: number) => {
    const sum = (x[from]! + x[other]!) >>> 0
    x[to]! ^= (sum << by) | (sum >>> (32 - by))
  }
  for (let round = 0; round < 20; round += 2)
    for (const [a, b, c, d] of QUARTERS) {
      mix(b, a, d, 7)
      mix(c, b, a, 9)
      mix(d, c, b, 13)
      mix(a, d, c, 18)
    }
  return [...x]
}

const hsalsa20 = (key: Uint8Array, input: Uint8Array): Bytes => {
  const x = twentyRounds(stateOf(key, input))
  return bytesOf([0, 5, 10, 15, 6, 7, 8, 9].map((i) => x[i]!))
}

const salsa20 = (key: Uint8Array, nonce: Uint8Array, length: number): Bytes => {
  const blocks: Bytes[] = []
  for (let i = 0; i * 64 < length; i++) {
    const state = stateOf(key, concat(nonce, bytesOf([i, 0])))
    blocks.push(bytesOf(twentyRounds(state).map((word, at) => (word + state[at]!) >>> 0)))
  }
  return concat(...blocks).slice(0, length)
}

const numberOf = (bytes: Uint8Array) => BigInt(`0x${toHex(bytes.toReversed())}`)

const poly1305 = (key: Uint8Array, message: Uint8Array): Bytes => {
  const r = numberOf(key.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn
  let sum = 0n
  for (let at = 0; at < message.length; at += 16) {
    const part = concat(message.subarray(at, at + 16), new Uint8Array([1]))
    sum = ((sum + numberOf(part)) * r) % ((1n << 130n) - 5n)
  }
  const tag = (sum + numberOf(key.subarray(16))) % (1n << 128n)
  return unsigned(tag, 16).toReversed()
}

/** Opens NaCl's crypto_box: the tag stands before the ciphertext. */
export const openCryptoBox = (
  secretKey: Uint8Array,
  publicKey: Uint8Array,
  nonce: Uint8Array,
  boxed: Uint8Array,
): Bytes => {
  const shared = hsalsa20(x25519(secretKey, publicKey), new Uint8Array(16))
  const key = hsalsa20(shared, nonce.subarray(0, 16))
  const [tag, ciphertext] = [boxed.subarray(0, 16), concat(boxed.subarray(16))]
  const stream = salsa20(key, nonce.subarray(16), 32 + ciphertext.length)
  if (!equal(poly1305(stream.subarray(0, 32), ciphertext), tag)) refuse('box', 'the secret does not open')
  return ciphertext.map((byte, i) => byte ^ stream[32 + i]!)
}
