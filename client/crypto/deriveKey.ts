import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { domain } from './labels.ts'
import type { Label } from './labels.ts'

/** HKDF-SHA256 (RFC 5869) without salt, 32 bytes; `info` is `domain(label, ...fields)`. */
export function deriveKey(secret: Uint8Array, label: Label, ...fields: readonly Uint8Array[]): Uint8Array {
  return hkdfSha256({ secret, info: domain(label, ...fields), length: 32 })
}

/** HKDF-SHA256 (RFC 5869). */
export function hkdfSha256({
  secret,
  salt,
  info,
  length,
}: {
  secret: Uint8Array
  salt?: Uint8Array
  info: Uint8Array
  length: number
}): Uint8Array {
  return hkdf(sha256, secret, salt, info, length)
}
