import { createHash } from 'node:crypto'

export type Bytes = Uint8Array<ArrayBuffer>

export const concat = (...parts: readonly Uint8Array[]): Bytes => {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

export const fromHex = (hex: string): Bytes => {
  if (!/^(?:[0-9a-f]{2})*$/.test(hex)) throw new TypeError('not hex')
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

export const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

export const utf8 = (text: string): Bytes => new Uint8Array(Buffer.from(text))

export const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

/** A number as `length` bytes, big-endian. */
export const unsigned = (value: number | bigint, length: number): Bytes => {
  const hex = BigInt(value)
    .toString(16)
    .padStart(length * 2, '0')
  if (hex.length !== length * 2) throw new RangeError(`${value} does not fit ${length} bytes`)
  return fromHex(hex)
}

export const u8 = (value: number) => unsigned(value, 1)
export const u32 = (value: number) => unsigned(value, 4)
export const u256 = (value: number) => unsigned(value, 32)

export const readU32 = (bytes: Uint8Array, at: number) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at)

export const sha256 = (bytes: Uint8Array): Bytes =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
