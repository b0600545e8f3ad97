import { decode, encode } from '@ipld/dag-cbor'
import { sha256 } from '@noble/hashes/sha2.js'
import { CID } from 'multiformats/cid'
import { create } from 'multiformats/hashes/digest'
import type { Address, Hex } from 'viem'
import { getAddress } from 'viem'
import { ObjectMalformedError, ObjectTooLargeError, VersionUnsupportedError } from '../errors/crypto.ts'
import { bytesToHex, equalBytes, readUint, uintBytes } from './bytes.ts'

export const DAG_CBOR = 0x71
export const DAG_PB = 0x70
export const RAW = 0x55
const SHA2_256 = 0x12

const MAX_DEPTH = 8
const PADDING = 256

/** A block as it is stored. */
export type Block = {
  readonly cid: CID
  readonly bytes: Uint8Array
}

/** A root block with its pointer, the SHA-256 digest that the chain holds. */
export type RootBlock = Block & { readonly pointer: Hex }

/** Encodes a dag-cbor block. */
export function encodeBlock(value: unknown): RootBlock {
  const bytes = encode(value)
  const digest = sha256(bytes)
  return { cid: CID.createV1(DAG_CBOR, create(SHA2_256, digest)), bytes, pointer: bytesToHex(digest) }
}

/**
 * Decodes canonical dag-cbor without floats: definite lengths, shortest integers, sorted and unique keys, tag 42 alone,
 * at most 8 levels deep. Depth and lengths are checked before anything is built.
 *
 * @throws ObjectTooLargeError, ObjectMalformedError
 */
export function decodeCanonical(object: string, bytes: Uint8Array, limit: number): unknown {
  if (bytes.length > limit) throw new ObjectTooLargeError(object, bytes.length, limit)
  scan(object, bytes)
  let value: unknown
  let again: Uint8Array
  try {
    value = decode(bytes)
    again = encode(value)
  } catch (cause) {
    throw new ObjectMalformedError(object, 'it is not dag-cbor', { cause })
  }
  if (!equalBytes(again, bytes)) throw new ObjectMalformedError(object, 'its encoding is not canonical')
  return value
}

function scan(object: string, bytes: Uint8Array): void {
  const open: number[] = [1]
  let offset = 0
  while (open.length > 0) {
    const left = open.pop()!
    if (left === 0) continue
    open.push(left - 1)
    const head = bytes[offset++]
    if (head === undefined) throw new ObjectMalformedError(object, 'it ends too early')
    const major = head >> 5
    let argument = head & 31
    if (argument >= 24) {
      const width = argument > 27 ? 0 : 1 << (argument - 24)
      if (width === 0 || offset + width > bytes.length) {
        throw new ObjectMalformedError(object, 'it has an item of unknown length')
      }
      argument = 0
      for (let i = 0; i < width; i++) argument = argument * 256 + bytes[offset++]!
    }
    if (major === 2 || major === 3) {
      if (argument > bytes.length - offset) throw new ObjectMalformedError(object, 'it ends too early')
      offset += argument
    } else if (major === 4 || major === 5 || major === 6) {
      const items = major === 6 ? 1 : argument * (major - 3)
      if (items > bytes.length - offset) throw new ObjectMalformedError(object, 'it ends too early')
      if (open.length > MAX_DEPTH) throw new ObjectMalformedError(object, 'it is nested too deeply')
      open.push(items)
    } else if (major === 7 && (head < 0xf4 || head > 0xf6)) {
      throw new ObjectMalformedError(object, 'it holds a float or another simple value')
    }
  }
  if (offset !== bytes.length) throw new ObjectMalformedError(object, 'bytes follow its end')
}

/** Length 4, canonical dag-cbor, zeros up to a multiple of 256: hides the lengths of texts. */
export function encodePadded(value: unknown): Uint8Array<ArrayBuffer> {
  const bytes = encode(value)
  const padded = new Uint8Array(Math.ceil((4 + bytes.length) / PADDING) * PADDING)
  padded.set(uintBytes(bytes.length, 4))
  padded.set(bytes, 4)
  return padded
}

/** @throws ObjectTooLargeError, ObjectMalformedError; the padding must be the shortest and zero. */
export function decodePadded(object: string, padded: Uint8Array, limit: number): unknown {
  if (padded.length > limit) throw new ObjectTooLargeError(object, padded.length, limit)
  if (padded.length < PADDING) throw new ObjectMalformedError(object, 'it is too short')
  const end = 4 + readUint(padded.subarray(0, 4))
  if (
    Math.ceil(end / PADDING) * PADDING !== padded.length ||
    padded.subarray(end).some((byte) => byte !== 0)
  ) {
    throw new ObjectMalformedError(object, 'its padding is wrong')
  }
  return decodeCanonical(object, padded.subarray(4, end), limit)
}

/** Reads decoded values, one shape at a time. `path` is for the error alone. */
export class ObjectReader {
  readonly #object: string

  constructor(object: string) {
    this.#object = object
  }

  fail(path: string, reason: string): never {
    throw new ObjectMalformedError(this.#object, path === '' ? reason : `"${path}" ${reason}`)
  }

  /** A map with exactly these keys; those that end in `?` may be absent. */
  map(value: unknown, path: string, keys: readonly string[]): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
      this.fail(path, 'is not a map')
    }
    if (CID.asCID(value) !== null) this.fail(path, 'is not a map')
    const known = new Set(keys.map((key) => key.replace('?', '')))
    for (const key of Object.keys(value)) if (!known.has(key)) this.fail(path, 'has an unknown key')
    for (const key of keys) {
      if (!key.endsWith('?') && !Object.hasOwn(value, key)) this.fail(path, `lacks the key "${key}"`)
    }
    const map: Record<string, unknown> = Object.create(null)
    return Object.assign(map, value)
  }

  /** A root map with `v` 1 and this `type`. @throws VersionUnsupportedError for a later `v` of the same type. */
  root(value: unknown, type: string, keys: readonly string[]): Record<string, unknown> {
    const isMap = typeof value === 'object' && value !== null && Object.hasOwn(value, 'v')
    const { v, type: given } = isMap ? (value as Record<string, unknown>) : {}
    if (given !== type) this.fail('', 'it is not of this type')
    if (typeof v === 'number' && v > 1) throw new VersionUnsupportedError(this.#object)
    if (v !== 1) this.fail('v', 'is not a version')
    return this.map(value, '', ['v', 'type', ...keys])
  }

  list<item>(
    value: unknown,
    path: string,
    limit: number,
    read: (item: unknown, path: string) => item,
  ): item[] {
    if (!Array.isArray(value)) this.fail(path, 'is not a list')
    if (value.length > limit) this.fail(path, `has more than ${limit} entries`)
    return value.map((item, index) => read(item, `${path}[${index}]`))
  }

  bytes(value: unknown, path: string, least: number, most = least): Uint8Array {
    if (!(value instanceof Uint8Array)) this.fail(path, 'is not a byte string')
    if (value.length < least || value.length > most) this.fail(path, `has ${value.length} bytes`)
    return value
  }

  uint(value: unknown, path: string, least: number, most: number): number {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) {
      this.fail(path, `is not a whole number from ${least} to ${most}`)
    }
    return value
  }

  text(value: unknown, path: string, most: number, least = 0): string {
    if (typeof value !== 'string') this.fail(path, 'is not a text')
    const reason = textProblem(value, most, least)
    if (reason !== null) this.fail(path, reason)
    return value
  }

  address(value: unknown, path: string): Address {
    return getAddress(bytesToHex(this.bytes(value, path, 20)))
  }

  hex32(value: unknown, path: string): Hex {
    return bytesToHex(this.bytes(value, path, 32))
  }

  /** A CID, version 1, SHA-256, of one of these codecs. */
  cid(value: unknown, path: string, ...codecs: readonly number[]): CID {
    const cid = CID.asCID(value)
    if (
      cid === null ||
      cid.version !== 1 ||
      !codecs.includes(cid.code) ||
      cid.multihash.code !== SHA2_256 ||
      cid.multihash.digest.length !== 32 ||
      cid.bytes.length !== 36
    ) {
      this.fail(path, 'is not a link of the right kind')
    }
    return cid
  }

  /** Checks that each key is greater than the one before. */
  ascending<item>(
    items: readonly item[],
    path: string,
    compare: (earlier: item, later: item) => number,
  ): void {
    for (let i = 1; i < items.length; i++) {
      if (compare(items[i - 1]!, items[i]!) >= 0) this.fail(path, 'is not in order or repeats an entry')
    }
  }
}

/**
 * Why a text may not stand in an object, or null: its UTF-8 length, lone surrogates, control characters, and a leading
 * byte order mark, which decoders drop.
 */
export function textProblem(text: string, most: number, least = 0): string | null {
  if (!text.isWellFormed()) return 'is not Unicode'
  const length = new TextEncoder().encode(text).length
  if (length < least) return 'is empty'
  if (length > most) return `has ${length} bytes of at most ${most}`
  if (/\p{Cc}/u.test(text)) return 'holds a control character'
  if (text.startsWith('\uFEFF')) return 'begins with a byte order mark'
  return null
}
