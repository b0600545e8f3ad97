import { sha256 } from '@noble/hashes/sha2.js'
import { platformCrypto } from './platformCrypto.ts'

/** SHA-256 of bytes as they come. */
export type Digest = {
  update(bytes: Uint8Array): void
  digest(): Promise<Uint8Array>
}

/** Up to this size a browser hashes a document at once, in its own code, beside the thread that encrypts. */
export const MAX_HELD = 33554432

/**
 * A SHA-256 over `size` bytes in the platform's own code: Node's takes them piece by piece; a browser's does not, so
 * they are held, and beyond `MAX_HELD` hashed in JavaScript instead. With another number of bytes the digest is
 * undefined.
 */
export function createDigest(size: number): Digest {
  const platform = platformCrypto()
  if (platform !== null) {
    const hash = platform.createHash('sha256')
    return {
      update: (bytes) => void hash.update(bytes),
      digest: async () => new Uint8Array(hash.digest()),
    }
  }
  return size <= MAX_HELD ? createHeldDigest(size) : createLibraryDigest()
}

/** Hashes at once what it copied before. */
export function createHeldDigest(size: number): Digest {
  const held = new Uint8Array(size)
  let length = 0
  return {
    update(bytes) {
      held.set(bytes.subarray(0, size - length), length)
      length = Math.min(size, length + bytes.length)
    },
    async digest() {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', held))
      held.fill(0)
      return digest
    },
  }
}

/** Hashes in JavaScript. */
export function createLibraryDigest(): Digest {
  const hash = sha256.create()
  return { update: (bytes) => void hash.update(bytes), digest: async () => hash.digest() }
}
