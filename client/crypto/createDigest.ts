import { sha256 } from '@noble/hashes/sha2.js'
import { platformCrypto } from './platformCrypto.ts'

/** SHA-256 of bytes as they come. */
export type Digest = {
  update(bytes: Uint8Array): void
  digest(): Uint8Array
}

/** A SHA-256 in the platform's own code where it takes bytes piece by piece, as Node does, else in JavaScript. */
export function createDigest(): Digest {
  const platform = platformCrypto()
  if (platform === null) return sha256.create()
  const hash = platform.createHash('sha256')
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => new Uint8Array(hash.digest()),
  }
}
