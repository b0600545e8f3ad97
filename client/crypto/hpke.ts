import { Chacha20Poly1305 } from '@hpke/chacha20poly1305'
import { CipherSuite, HkdfSha256 } from '@hpke/core'
import { XWing } from '@hpke/hybridkem-x-wing'
import { DecryptionFailedError, PublicKeyInvalidError } from '../errors/crypto.ts'
import { concatBytes, wipe } from './bytes.ts'
import { domain } from './labels.ts'
import type { Label } from './labels.ts'

export const PUBLIC_KEY_LENGTH = 1216
export const ENCAPSULATION_LENGTH = 1120

/** Bytes that a sealed text is longer than its plaintext: encapsulation 1120, tag 16. */
export const SEAL_OVERHEAD = ENCAPSULATION_LENGTH + 16

/** RFC 9180 identifiers, 2 bytes each: X-Wing 0x647a, HKDF-SHA256 0x0001, ChaCha20-Poly1305 0x0003. */
export const SUITE = Uint8Array.of(0x64, 0x7a, 0x00, 0x01, 0x00, 0x03)

/** An X-Wing key pair: the secret key is the 32-byte seed of draft-connolly-cfrg-xwing-kem. */
export type KeyPair = {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

let shared: CipherSuite | null = null

/** HPKE (RFC 9180): X-Wing, HKDF-SHA256, ChaCha20-Poly1305. Used in base mode only. */
export function cipherSuite(): CipherSuite {
  shared ??= new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() })
  return shared
}

/** The key pair of a 32-byte X-Wing seed. The seed is copied. */
export async function deriveKeyPair(seed: Uint8Array): Promise<KeyPair> {
  const { kem } = cipherSuite()
  const secretKey = Uint8Array.from(seed)
  const copy = secretKey.slice()
  const pair = await (kem as XWing).generateKeyPairDerand(copy)
  const publicKey = new Uint8Array(await kem.serializePublicKey(pair.publicKey)).slice()
  wipe(copy)
  return { publicKey, secretKey }
}

/**
 * Seals in one HPKE message, with no associated data; `info` is the domain of label, suite and context.
 *
 * @returns encapsulation 1120 bytes, then the ciphertext with its tag.
 * @throws PublicKeyInvalidError when the key is not an X-Wing public key.
 */
export function seal(
  publicKey: Uint8Array,
  label: Label,
  context: Uint8Array,
  plaintext: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  return hpkeSeal({ publicKey, info: domain(label, SUITE, context), plaintext })
}

/** @throws DecryptionFailedError for another key, label, context or changed bytes. */
export function unseal(
  keys: Pick<KeyPair, 'secretKey'>,
  label: Label,
  context: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  return hpkeOpen({ secretKey: keys.secretKey, info: domain(label, SUITE, context), sealed })
}

/** RFC 9180 SealBase, the encapsulation in front. `randomness` (64 bytes) is for published vectors alone. */
export async function hpkeSeal({
  publicKey,
  info,
  plaintext,
  aad = new Uint8Array(0),
  randomness,
}: {
  publicKey: Uint8Array
  info: Uint8Array
  plaintext: Uint8Array
  aad?: Uint8Array
  randomness?: Uint8Array
}): Promise<Uint8Array<ArrayBuffer>> {
  const suite = cipherSuite()
  let sender
  try {
    const recipientPublicKey = await suite.kem.deserializePublicKey(Uint8Array.from(publicKey))
    const ekm = randomness === undefined ? {} : { ekm: Uint8Array.from(randomness).buffer }
    sender = await suite.createSenderContext({ recipientPublicKey, info: Uint8Array.from(info), ...ekm })
  } catch (cause) {
    throw new PublicKeyInvalidError({ cause })
  }
  const sealed = await sender.seal(Uint8Array.from(plaintext), Uint8Array.from(aad))
  return concatBytes(new Uint8Array(sender.enc), new Uint8Array(sealed))
}

/** RFC 9180 OpenBase. @throws DecryptionFailedError */
export async function hpkeOpen({
  secretKey,
  info,
  sealed,
  aad = new Uint8Array(0),
}: {
  secretKey: Uint8Array
  info: Uint8Array
  sealed: Uint8Array
  aad?: Uint8Array
}): Promise<Uint8Array<ArrayBuffer>> {
  const suite = cipherSuite()
  try {
    const recipientKey = await suite.kem.deserializePrivateKey(Uint8Array.from(secretKey))
    const enc = sealed.slice(0, ENCAPSULATION_LENGTH)
    const ciphertext = sealed.slice(ENCAPSULATION_LENGTH)
    const parameters = { recipientKey, enc, info: Uint8Array.from(info) }
    return new Uint8Array(await suite.open(parameters, ciphertext, Uint8Array.from(aad)))
  } catch (cause) {
    throw new DecryptionFailedError('seal', { cause })
  }
}
