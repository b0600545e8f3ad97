import { createHash, createPrivateKey, createPublicKey, decapsulate, diffieHellman } from 'node:crypto'
import { type Bytes, concat, fromHex } from './bytes.ts'

const ML_KEM_PRIVATE = fromHex('3054020100300b060960864801650304040204428040')
const X25519_PRIVATE = fromHex('302e020100300506032b656e04220420')
const X25519_PUBLIC = fromHex('302a300506032b656e032100')
const LABEL = fromHex('5c2e2f2f5e5c')

const privateKey = (prefix: Uint8Array, secret: Uint8Array) =>
  createPrivateKey({ key: Buffer.from(concat(prefix, secret)), format: 'der', type: 'pkcs8' })

/** The last bytes of a key's SubjectPublicKeyInfo, which are the bare key. */
const publicBytes = (key: ReturnType<typeof privateKey>, length: number) =>
  new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-length))

/** X25519 (RFC 7748); throws where the shared secret would be zero. */
export const x25519 = (secret: Uint8Array, publicKey: Uint8Array): Bytes =>
  new Uint8Array(
    diffieHellman({
      privateKey: privateKey(X25519_PRIVATE, secret),
      publicKey: createPublicKey({
        key: Buffer.from(concat(X25519_PUBLIC, publicKey)),
        format: 'der',
        type: 'spki',
      }),
    }),
  )

export const x25519Public = (secret: Uint8Array) => publicBytes(privateKey(X25519_PRIVATE, secret), 32)

const expand = (seed: Uint8Array) => {
  const expanded = createHash('shake256', { outputLength: 96 }).update(seed).digest()
  const lattice = privateKey(ML_KEM_PRIVATE, expanded.subarray(0, 64))
  const curve = expanded.subarray(64)
  return { lattice, curve, curvePublic: x25519Public(curve) }
}

/** The public key of a 32-byte seed, 1,216 bytes (draft-connolly-cfrg-xwing-kem, GenerateKeyPairDerand). */
export const xwingPublic = (seed: Uint8Array): Bytes => {
  const { lattice, curvePublic } = expand(seed)
  return concat(publicBytes(lattice, 1184), curvePublic)
}

/** What both sides share, 32 bytes. */
export const combine = (
  lattice: Uint8Array,
  curve: Uint8Array,
  ciphertext: Uint8Array,
  publicKey: Uint8Array,
): Bytes =>
  new Uint8Array(
    createHash('sha3-256')
      .update(concat(lattice, curve, ciphertext, publicKey, LABEL))
      .digest(),
  )

/** Opens an encapsulation of 1,120 bytes. */
export const xwingDecapsulate = (seed: Uint8Array, encapsulation: Uint8Array): Bytes => {
  const { lattice, curve, curvePublic } = expand(seed)
  const ephemeral = encapsulation.subarray(1088)
  const shared = decapsulate(lattice, encapsulation.subarray(0, 1088))
  return combine(shared, x25519(curve, ephemeral), ephemeral, curvePublic)
}
