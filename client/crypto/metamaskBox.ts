import { hsalsa, xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { x25519 } from '@noble/curves/ed25519.js'
import { base64 } from '@scure/base'
import type { Hex } from 'viem'
import { WalletEncryptionError } from '../errors/crypto.ts'
import { bytesToHex, concatBytes, hexToBytes, randomBytes, utf8, wipe } from './bytes.ts'

const VERSION = 'x25519-xsalsa20-poly1305'
const NONCE_LENGTH = 24
const KEY_LENGTH = 32
const SECRET_LENGTH = 32
const PLAINTEXT_LENGTH = 2 + 2 * SECRET_LENGTH

/**
 * Encrypts a 32-byte secret to a wallet's encryption key (`eth_getEncryptionPublicKey`), as `encrypt` of
 * `@metamask/eth-sig-util` does: NaCl's box from a key pair used once. The plaintext is `0x` and 64 hex digits.
 *
 * @returns nonce, ephemeral public key, ciphertext.
 * @throws WalletEncryptionError when the key is not 32 bytes in base 64, or a point of small order.
 */
export function sealToMetaMask(encryptionKey: string, secret: Uint8Array): Uint8Array<ArrayBuffer> {
  const publicKey = decodeKey(encryptionKey)
  const ephemeral = randomBytes(KEY_LENGTH)
  const nonce = randomBytes(NONCE_LENGTH)
  let shared: Uint8Array
  try {
    shared = x25519.getSharedSecret(ephemeral, publicKey)
  } catch (cause) {
    throw new WalletEncryptionError('its encryption key is not one', { cause })
  }
  const key = boxKey(shared)
  const ciphertext = xsalsa20poly1305(key, nonce).encrypt(utf8(bytesToHex(secret)))
  const box = concatBytes(nonce, x25519.getPublicKey(ephemeral), ciphertext)
  wipe(ephemeral, shared, key)
  return box
}

/** What `eth_decrypt` takes for such a box: `0x` and the hex of a JSON text. */
export function metamaskCiphertext(box: Uint8Array): Hex {
  const nonce = box.subarray(0, NONCE_LENGTH)
  const ephemeral = box.subarray(NONCE_LENGTH, NONCE_LENGTH + KEY_LENGTH)
  const text = JSON.stringify({
    version: VERSION,
    nonce: base64.encode(nonce),
    ephemPublicKey: base64.encode(ephemeral),
    ciphertext: base64.encode(box.subarray(NONCE_LENGTH + KEY_LENGTH)),
  })
  return bytesToHex(utf8(text))
}

/** The secret in what `eth_decrypt` answered. @throws WalletEncryptionError when it is none. */
export function readMetaMaskSecret(answer: unknown): Uint8Array<ArrayBuffer> {
  if (typeof answer !== 'string' || answer.length !== PLAINTEXT_LENGTH) {
    throw new WalletEncryptionError('what it decrypted is not this account’s secret')
  }
  try {
    return hexToBytes(answer, SECRET_LENGTH)
  } catch (cause) {
    throw new WalletEncryptionError('what it decrypted is not this account’s secret', { cause })
  }
}

function decodeKey(encryptionKey: unknown): Uint8Array {
  try {
    const key = base64.decode(encryptionKey as string)
    if (key.length === KEY_LENGTH) return key
  } catch {
    // Not base 64: said below.
  }
  throw new WalletEncryptionError('its encryption key is not one')
}

/** NaCl's `crypto_box_beforenm`: HSalsa20 of the shared point and sixteen zeros. */
function boxKey(shared: Uint8Array): Uint8Array {
  const out = new Uint32Array(8)
  hsalsa(words(utf8('expand 32-byte k')), words(shared), new Uint32Array(4), out)
  const key = new Uint8Array(32)
  const view = new DataView(key.buffer)
  for (const [index, word] of out.entries()) view.setUint32(4 * index, word, true)
  wipe(new Uint8Array(out.buffer))
  return key
}

/** Little-endian words, on a machine of either kind. */
function words(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(4 * index, true))
}
