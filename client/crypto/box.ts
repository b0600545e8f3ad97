import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { DecryptionFailedError } from '../errors/crypto.ts'
import { concatBytes, randomBytes, wipe } from './bytes.ts'
import { deriveKey } from './deriveKey.ts'
import { domain } from './labels.ts'
import type { Label } from './labels.ts'

const NONCE_LENGTH = 24

/** Bytes that a box is longer than its plaintext: nonce 24, tag 16. */
export const BOX_OVERHEAD = NONCE_LENGTH + 16

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) under a key derived from `secret` for this label and context, with a
 * random nonce in front. Label and context are the associated data too.
 */
export function sealBox(
  secret: Uint8Array,
  label: Label,
  context: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const key = deriveKey(secret, label, context)
  const nonce = randomBytes(NONCE_LENGTH)
  const box = concatBytes(nonce, xchacha20poly1305(key, nonce, domain(label, context)).encrypt(plaintext))
  wipe(key)
  return box
}

/** @throws DecryptionFailedError for another secret, label, context or changed bytes. */
export function openBox(secret: Uint8Array, label: Label, context: Uint8Array, box: Uint8Array): Uint8Array {
  const key = deriveKey(secret, label, context)
  try {
    return xchacha20poly1305(key, box.subarray(0, NONCE_LENGTH), domain(label, context)).decrypt(
      box.subarray(NONCE_LENGTH),
    )
  } catch (cause) {
    throw new DecryptionFailedError('box', { cause })
  } finally {
    wipe(key)
  }
}
