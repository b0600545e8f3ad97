import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { platformCrypto } from './platformCrypto.ts'

/** ChaCha20-Poly1305 (RFC 8439) without associated data under one key. `open` throws when the tag is wrong. */
export type ChunkCipher = {
  seal(nonce: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array> | Uint8Array
  open(nonce: Uint8Array, sealed: Uint8Array): Promise<Uint8Array> | Uint8Array
}

export type CreateChunkCipher = (key: Uint8Array) => Promise<ChunkCipher> | ChunkCipher

const TAG = 16

/** The fastest cipher there is: Node's own, else the browser's, else JavaScript. All give the same bytes. */
export const createChunkCipher: CreateChunkCipher = async (key) =>
  createNodeCipher(key) ?? (await createWebCipher(key)) ?? createLibraryCipher(key)

/** The cipher in JavaScript. */
export function createLibraryCipher(key: Uint8Array): ChunkCipher {
  return {
    seal: (nonce, plaintext) => chacha20poly1305(key, nonce).encrypt(plaintext),
    open: (nonce, sealed) => chacha20poly1305(key, nonce).decrypt(sealed),
  }
}

/** The cipher of `node:crypto`; null elsewhere. */
export function createNodeCipher(key: Uint8Array): ChunkCipher | null {
  const platform = platformCrypto()
  if (platform === null) return null
  const options = { authTagLength: TAG }
  return {
    seal(nonce, plaintext) {
      const cipher = platform.createCipheriv('chacha20-poly1305', key, nonce, options)
      const sealed = new Uint8Array(plaintext.length + TAG)
      sealed.set(cipher.update(plaintext))
      cipher.final()
      sealed.set(cipher.getAuthTag(), plaintext.length)
      return sealed
    },
    open(nonce, sealed) {
      const decipher = platform.createDecipheriv('chacha20-poly1305', key, nonce, options)
      if (sealed.length < TAG) throw new Error('the chunk is shorter than its tag')
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
      const plaintext = decipher.update(sealed.subarray(0, sealed.length - TAG))
      decipher.final()
      return new Uint8Array(plaintext.buffer, plaintext.byteOffset, plaintext.length)
    },
  }
}

/** The cipher of WebCrypto (WICG, Modern Algorithms in the Web Cryptography API); null where there is none. */
export async function createWebCipher(key: Uint8Array): Promise<ChunkCipher | null> {
  const name = 'ChaCha20-Poly1305'
  let imported: CryptoKey
  try {
    const format = 'raw-secret' as 'raw'
    imported = await crypto.subtle.importKey(format, Uint8Array.from(key), { name }, false, [
      'encrypt',
      'decrypt',
    ])
  } catch {
    return null
  }
  const parameters = (nonce: Uint8Array) => ({ name, iv: Uint8Array.from(nonce), tagLength: 8 * TAG })
  return {
    seal: async (nonce, plaintext) =>
      new Uint8Array(
        await crypto.subtle.encrypt(parameters(nonce), imported, plaintext as Uint8Array<ArrayBuffer>),
      ),
    open: async (nonce, sealed) =>
      new Uint8Array(
        await crypto.subtle.decrypt(parameters(nonce), imported, sealed as Uint8Array<ArrayBuffer>),
      ),
  }
}
