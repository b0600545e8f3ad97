import { sha256 } from '@noble/hashes/sha2.js'
import type { Address, Hex } from 'viem'
import { addressBytes } from './bytes.ts'
import { domain } from './labels.ts'
import { chartBytes } from './scope.ts'
import type { Scope } from './scope.ts'
import { sectionBytes } from './sectionKeys.ts'

/** The record's commitment: SHA-256 over its place, its author, the salt, and the hashes of metadata and document. */
export function commitment({
  scope,
  chart,
  section,
  author,
  salt,
  metadata,
  digest,
}: {
  scope: Scope
  chart: Hex
  section: number
  author: Address
  salt: Uint8Array
  /** The metadata's bytes with their padding. */
  metadata: Uint8Array
  /** SHA-256 of the document. */
  digest: Uint8Array
}): Uint8Array {
  return sha256(
    domain(
      'commitment',
      chartBytes(scope, chart),
      sectionBytes(section),
      addressBytes(author),
      salt,
      sha256(metadata),
      digest,
    ),
  )
}
