import { type Bytes, equal, sha256 } from './bytes.ts'
import { decodeCbor, type Fields, Link, type Value } from './cbor.ts'
import { refuse } from './refuse.ts'

export const DAG_CBOR = 0x71
export const DAG_PB = 0x70
export const RAW = 0x55

/** A map with exactly these keys; those after `?` may be absent. */
export const fields = (value: Value | undefined, keys: string): Fields => {
  if (!(value instanceof Map)) return refuse('shape', 'is no map')
  const [required = '', optional = ''] = keys.split('?').map((part) => part.trim())
  const known = `${required} ${optional}`.split(' ')
  for (const key of value.keys())
    if (!known.includes(key)) refuse('shape', `has an unknown key: ${JSON.stringify(key)}`)
  for (const key of required.split(' ')) if (!value.has(key)) refuse('shape', `has no key ${key}`)
  return value
}

export const bytes = (value: Value | undefined, least: number, most = least): Bytes => {
  if (!(value instanceof Uint8Array) || value.length < least || value.length > most)
    return refuse('shape', `is not ${least} to ${most} bytes`)
  return value.slice()
}

export const number = (value: Value | undefined, least: number, most: number): number => {
  if (typeof value !== 'number' || value < least || value > most)
    return refuse('shape', `is no number from ${least} to ${most}`)
  return value
}

/** A text of so many bytes, without control characters and a leading byte order mark. */
export const text = (value: Value | undefined, least: number, most: number): string => {
  if (typeof value !== 'string') return refuse('shape', 'is no text')
  const length = Buffer.byteLength(value)
  if (length < least || length > most) refuse('shape', `is a text of ${length} bytes`)
  if (/\p{Cc}/u.test(value)) refuse('shape', 'is a text with a control character')
  if (value.startsWith('\uFEFF')) refuse('shape', 'is a text that begins with a byte order mark')
  return value
}

export const oneOf = <const T extends string>(value: Value | undefined, texts: readonly T[]): T =>
  texts.find((known) => known === value) ?? refuse('shape', `is none of ${texts.join(', ')}`)

export const list = (value: Value | undefined, least: number, most: number): readonly Value[] => {
  if (!Array.isArray(value) || value.length < least || value.length > most)
    return refuse('shape', `is no list of ${least} to ${most}`)
  return value
}

/** A link's CID, of one of these codecs. */
export const link = (value: Value | undefined, ...codecs: readonly number[]): Bytes => {
  if (!(value instanceof Link) || !codecs.includes(value.cid[1]!)) return refuse('shape', 'is no such link')
  return value.cid
}

/** Each above the one before. */
export const ascending = <T>(values: readonly T[], compare: (a: T, b: T) => number) => {
  for (let i = 1; i < values.length; i++)
    if (compare(values[i - 1]!, values[i]!) >= 0) refuse('shape', 'is a list out of order')
}

/** Decodes a root block of at most `limit` bytes whose pointer is known. */
export const decodeRoot = (block: Bytes, pointer: Uint8Array, type: string, limit: number, keys: string) => {
  if (block.length > limit) refuse('size', `is above ${limit} bytes`)
  if (!equal(sha256(block), pointer)) refuse('hash', 'is another block than the pointer names')
  const value = decodeCbor(block)
  if (value instanceof Map && value.get('type') === type) {
    const v = value.get('v')
    if (typeof v === 'number' && v > 1) refuse('version', 'is from a later version')
  }
  const root = fields(value, `v type ${keys}`)
  if (root.get('v') !== 1 || root.get('type') !== type) refuse('shape', `is no ${type} of version 1`)
  return root
}
