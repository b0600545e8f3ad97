import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { domain } from './labels.ts'
import type { Label } from './labels.ts'

/** HKDF-SHA256 (RFC 5869) without salt, 32 bytes; `info` is `domain(label, ...fields)`. */
export function deriveKey(secret: Uint8Array, label: Label, ...fields: readonly Uint8Array[]): Uint8Array {
  return hkdf(sha256, secret, undefined, domain(label, ...fields), 32)
}
