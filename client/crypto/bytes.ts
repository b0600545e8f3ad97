import type { Address, Hex } from 'viem'
import { ValueInvalidError } from '../errors/crypto.ts'

const encoder = new TextEncoder()

export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0
  for (const part of parts) length += part.length
  const joined = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Compares in a time that depends on the lengths alone. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}

/** Orders as unsigned bytes, a prefix first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

/** Random bytes of the platform's generator, any number of them. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  for (let offset = 0; offset < length; offset += 65536) {
    crypto.getRandomValues(bytes.subarray(offset, Math.min(offset + 65536, length)))
  }
  return bytes
}

/** Overwrites secrets with zeros. The engine may hold copies that cannot be reached. */
export function wipe(...secrets: readonly (Uint8Array | null | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0)
}

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function bytesToHex(bytes: Uint8Array): Hex {
  let hex = '0x'
  for (const byte of bytes) hex += hexDigits[byte]
  return hex as Hex
}

/** @throws ValueInvalidError unless `hex` is `0x` and two digits for each of `length` bytes. */
export function hexToBytes(hex: string, length: number, what = 'hex value'): Uint8Array<ArrayBuffer> {
  if (!/^0x[0-9a-fA-F]*$/.test(hex) || hex.length !== 2 + 2 * length) {
    throw new ValueInvalidError(what, `it is not ${length} bytes in hex`)
  }
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = Number.parseInt(hex.slice(2 + 2 * i, 4 + 2 * i), 16)
  return bytes
}

export function addressBytes(address: Address): Uint8Array<ArrayBuffer> {
  return hexToBytes(address, 20, 'address')
}

/** Big-endian, `length` bytes. @throws ValueInvalidError when `value` is negative, fractional or does not fit. */
export function uintBytes(value: number | bigint, length: number): Uint8Array<ArrayBuffer> {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new ValueInvalidError('number', 'it is not a whole number')
  }
  let rest = BigInt(value)
  if (rest < 0n || rest >> BigInt(8 * length) !== 0n) {
    throw new ValueInvalidError('number', `it does not fit into ${length} bytes`)
  }
  const bytes = new Uint8Array(length)
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes
}

/** Reads a big-endian number of at most 6 bytes. */
export function readUint(bytes: Uint8Array): number {
  let value = 0
  for (const byte of bytes) value = value * 256 + byte
  return value
}

/** Reads a big-endian number of any length. */
export function readBigUint(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}
