import { type Bytes, equal, utf8 } from './bytes.ts'
import { refuse, refusing } from './refuse.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const DEEPEST = 32

/** JSON as RFC 8785 writes it. */
export const encodeJson = (value: Json, level = 0): string => {
  if (level > DEEPEST) return refuse('encoding', 'lies too deep')
  if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) refuse('encoding', 'has a lone surrogate')
  if (typeof value === 'number' && !Number.isFinite(value))
    refuse('encoding', 'has a number beyond all bounds')
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item: Json) => encodeJson(item, level + 1)).join()}]`
  const map = value as { readonly [key: string]: Json }
  // JavaScript's own order of texts is that of their UTF-16 code units.
  const keys = Object.keys(map).toSorted()
  return `{${keys.map((key) => `${encodeJson(key)}:${encodeJson(map[key]!, level + 1)}`).join()}}`
}

export const decodeJson = (bytes: Uint8Array): Json =>
  refusing(
    'shape',
    'is no JSON',
    () => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json,
  )

/** Refuses all bytes of a value but those that RFC 8785 gives it. */
export const requireCanonical = (value: Json, bytes: Bytes) => {
  if (!equal(utf8(encodeJson(value)), bytes)) refuse('encoding', 'is not canonical JSON')
}

export const mapOf = (value: Json | undefined): { readonly [key: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {}

export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])
