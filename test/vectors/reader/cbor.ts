import type { Bytes } from './bytes.ts'
import { refuse, refusing } from './refuse.ts'

/** A CID of version 1 with sha2-256. */
export class Link {
  readonly cid: Bytes

  constructor(cid: Bytes) {
    this.cid = cid
  }
}

export type Value = null | boolean | number | string | Uint8Array | Link | readonly Value[] | Fields
export type Fields = ReadonlyMap<string, Value>

const MAX_DEPTH = 8

/**
 * Decodes canonical dag-cbor.
 *
 * Numbers beyond 2^53 - 1 occur nowhere in the protocol and are refused with what is not canonical.
 */
export const decodeCbor = (bytes: Bytes): Value => {
  let at = 0
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

  const take = (length: number) => {
    if (length > bytes.length - at) refuse('encoding', 'ends before what it announces')
    at += length
    return bytes.subarray(at - length, at)
  }

  const argument = (info: number) => {
    if (info < 24) return info
    if (info > 27) return refuse('encoding', 'has an indefinite or reserved length')
    const size = 2 ** (info - 24)
    let value = 0n
    for (const byte of take(size)) value = value * 256n + BigInt(byte)
    if (value < (info === 24 ? 24n : 1n << BigInt(size * 4)))
      refuse('encoding', 'is not the shortest integer')
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) refuse('encoding', 'has a number beyond 2^53 - 1')
    return Number(value)
  }

  const string = (length: number) => {
    const raw = take(length)
    return refusing('encoding', 'has a text that is not UTF-8', () => text.decode(raw))
  }

  const count = (info: number, each: number) => {
    const length = argument(info)
    if (length * each > bytes.length - at) refuse('encoding', 'announces more than it holds')
    return length
  }

  const map = (length: number, depth: number): Fields => {
    const fields = new Map<string, Value>()
    let last: Uint8Array | null = null
    for (let i = 0; i < length; i++) {
      const head = take(1)[0]!
      if (head >> 5 !== 3) refuse('encoding', 'has a key that is no text')
      const start = at
      const key = string(argument(head & 31))
      const raw = bytes.subarray(start, at)
      // What stands before a key's bytes is its length, in the shortest form: comparing both sorts as required.
      if (last && (raw.length - last.length || Buffer.compare(raw, last)) <= 0)
        refuse('encoding', 'has keys that repeat or are not sorted')
      last = raw
      fields.set(key, item(depth))
    }
    return fields
  }

  const list = (length: number, depth: number): readonly Value[] => {
    const values: Value[] = []
    for (let i = 0; i < length; i++) values.push(item(depth))
    return values
  }

  const link = (info: number): Link => {
    if (argument(info) !== 42) refuse('encoding', 'has a tag other than 42')
    const head = take(1)[0]!
    if (head >> 5 !== 2) refuse('encoding', 'has a link that is no byte string')
    const raw = take(argument(head & 31))
    // 0x00 stands before a CID in a link: version 1, a codec of one byte, sha2-256, 32 bytes.
    if (
      raw.length !== 37 ||
      raw[0] !== 0 ||
      raw[1] !== 1 ||
      raw[2]! > 127 ||
      raw[3] !== 0x12 ||
      raw[4] !== 32
    )
      refuse('encoding', 'has a link that is not a CID of version 1 with sha2-256')
    return new Link(raw.slice(1))
  }

  const item = (depth: number): Value => {
    const head = take(1)[0]!
    const info = head & 31
    const major = head >> 5
    if (major >= 4 && major <= 6 && depth === MAX_DEPTH) refuse('encoding', 'is nested too deeply')
    switch (major) {
      case 0:
        return argument(info)
      case 1:
        return -1 - argument(info)
      case 2:
        return take(argument(info)).slice()
      case 3:
        return string(argument(info))
      case 4:
        return list(count(info, 1), depth + 1)
      case 5:
        return map(count(info, 2), depth + 1)
      case 6:
        return link(info)
      default:
        if (info === 20) return false
        if (info === 21) return true
        if (info === 22) return null
        return refuse('encoding', 'has a float or another simple value')
    }
  }

  const value = item(0)
  if (at !== bytes.length) refuse('encoding', 'is followed by more bytes')
  return value
}
