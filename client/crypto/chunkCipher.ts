import { chacha20poly1305 } from '@noble/ciphers/chacha.js'

/** ChaCha20-Poly1305 (RFC 8439) without associated data under one key. `open` throws when the tag is wrong. */
export type ChunkCipher = {
  seal(nonce: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array> | Uint8Array
  open(nonce: Uint8Array, sealed: Uint8Array): Promise<Uint8Array> | Uint8Array
}

/** The cipher in JavaScript. */
export function createLibraryCipher(key: Uint8Array): ChunkCipher {
  return {
    seal: (nonce, plaintext) => chacha20poly1305(key, nonce).encrypt(plaintext),
    open: (nonce, sealed) => chacha20poly1305(key, nonce).decrypt(sealed),
  }
}
