import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from './bytes.ts'

const LENGTH = 16

/**
 * What two people compare by voice to be sure of an account's public key: the first 128 bits of its SHA-256, as eight
 * groups of four hex digits. Nobody finds another key with the fingerprint of a given one.
 */
export function keyFingerprint(publicKey: Uint8Array): string {
  const digits = bytesToHex(sha256(publicKey).subarray(0, LENGTH)).slice(2)
  return digits.match(/.{4}/g)!.join(' ')
}

/** Whether a fingerprint that somebody typed is this one. Spaces, dashes, colons and case do not matter. */
export function isSameFingerprint(typed: string, fingerprint: string): boolean {
  const plain = (text: string) => text.replace(/[\s:‐‑–-]/g, '').toLowerCase()
  return plain(typed) === plain(fingerprint)
}
