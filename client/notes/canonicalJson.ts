import { ValueInvalidError } from '../errors/crypto.ts'

/** Levels of lists and objects, one in the other. A note has nine. */
const MAX_DEPTH = 32

/**
 * JSON in the canonical form of RFC 8785: keys ordered by their UTF-16 code units, no white space, numbers and texts as
 * ECMAScript writes them.
 *
 * @throws ValueInvalidError for what JSON does not have: `undefined`, a number that is not finite, a lone surrogate; and
 * for more than 32 levels.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

/** The value of bytes that are canonical JSON and nothing else; undefined for any others, as with a key given twice. */
export function parseCanonicalJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    return canonicalJson(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new ValueInvalidError('JSON', 'it is nested too deeply')
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new ValueInvalidError('JSON', 'it has a number that is not finite')
    return JSON.stringify(value)
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new ValueInvalidError('JSON', 'it has half a character')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`
  if (typeof value !== 'object') throw new ValueInvalidError('JSON', `it has a ${typeof value}`)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${write(key, depth)}:${write(item, depth + 1)}`).join(',')}}`
}
