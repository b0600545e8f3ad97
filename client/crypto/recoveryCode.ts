import { sha256 } from '@noble/hashes/sha2.js'
import { RecoveryCodeInvalidError } from '../errors/crypto.ts'
import { randomBytes } from './bytes.ts'
import { domain } from './labels.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SECRET_LENGTH = 16
const SYMBOLS = 28
const CHECKSUM_BITS = 12n

/** A new recovery code, as `K7QD-2M9X-…`: 128 random bits and a 12-bit checksum in Crockford's base 32. */
export function createRecoveryCode(): string {
  return formatRecoveryCode(randomBytes(SECRET_LENGTH))
}

/** Writes the 16 bytes of a recovery code in seven groups of four symbols. */
export function formatRecoveryCode(secret: Uint8Array): string {
  let bits = 0n
  for (const byte of secret) bits = (bits << 8n) | BigInt(byte)
  bits = (bits << CHECKSUM_BITS) | checksum(secret)
  let symbols = ''
  for (let i = SYMBOLS - 1; i >= 0; i--) symbols += ALPHABET[Number((bits >> BigInt(5 * i)) & 31n)]
  return symbols.match(/.{4}/g)!.join('-')
}

/**
 * The 16 secret bytes of a recovery code. Case, spaces and dashes do not matter; O is read as 0, I and L as 1.
 *
 * @throws RecoveryCodeInvalidError when symbols are missing, unknown or do not fit together.
 */
export function parseRecoveryCode(code: string): Uint8Array<ArrayBuffer> {
  const symbols = code
    .replace(/[\s\-–—‐‑−_.]/g, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  if (/[^0-9A-Z]|U/.test(symbols))
    throw new RecoveryCodeInvalidError('it holds a letter or sign that codes never have')
  if (symbols.length !== SYMBOLS) {
    throw new RecoveryCodeInvalidError(
      `it has ${symbols.length} letters and digits, and a code has ${SYMBOLS}`,
    )
  }
  let bits = 0n
  for (const symbol of symbols) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(symbol))
  const secret = new Uint8Array(SECRET_LENGTH)
  let rest = bits >> CHECKSUM_BITS
  for (let i = SECRET_LENGTH - 1; i >= 0; i--) {
    secret[i] = Number(rest & 0xffn)
    rest >>= 8n
  }
  if ((bits & ((1n << CHECKSUM_BITS) - 1n)) !== checksum(secret)) {
    throw new RecoveryCodeInvalidError('a letter or digit is wrong or in the wrong place')
  }
  return secret
}

function checksum(secret: Uint8Array): bigint {
  const digest = sha256(domain('recoveryChecksum', secret))
  return (BigInt(digest[0]!) << 4n) | BigInt(digest[1]! >> 4)
}
