import { FileTypeUnknownError } from '../errors/flows.ts'

/** The types of document that a chart takes, with the endings of their files' names. */
export const MEDIA_TYPES = {
  'application/fhir+json': ['json'],
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
  'text/plain': ['txt', 'text', 'md'],
} as const

export type MediaType = keyof typeof MEDIA_TYPES

/** What else the same thing is called, by browsers above all. */
const ALIASES: Record<string, MediaType> = {
  'application/json': 'application/fhir+json',
  'image/jpg': 'image/jpeg',
  'text/markdown': 'text/plain',
}

/**
 * Finds a document's type by its content, and holds its name and stated type to it. JSON counts only as FHIR, which it
 * is when it has a `resourceType`; text must be UTF-8 without control characters.
 *
 * @throws FileTypeUnknownError
 */
export async function detectMediaType({
  name,
  blob,
  mediaType,
}: {
  name: string
  blob: Blob
  mediaType?: string
}): Promise<MediaType> {
  const found = (await byMagic(blob)) ?? (await byText(blob, name))
  if (found === null) throw new FileTypeUnknownError(name)
  const stated = mediaType?.split(';')[0]?.trim().toLowerCase() ?? ''
  const isStated =
    stated === '' || stated === 'application/octet-stream' || (ALIASES[stated] ?? stated) === found
  const ending = endingOf(name)
  const named = Object.entries(MEDIA_TYPES).find(([, endings]) =>
    (endings as readonly string[]).includes(ending),
  )
  if (!isStated || (named !== undefined && named[0] !== found)) {
    throw new FileTypeUnknownError(name, 'is not of the type that its name says')
  }
  return found
}

/** The usual ending of a type's files, without the dot. */
export function endingFor(mediaType: string): string {
  return (MEDIA_TYPES as Record<string, readonly string[]>)[mediaType]?.[0] ?? 'bin'
}

function endingOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

async function byMagic(blob: Blob): Promise<MediaType | null> {
  const bytes = new Uint8Array(await blob.slice(0, 16).arrayBuffer())
  const starts = (magic: string, at = 0) =>
    String.fromCharCode(...bytes.subarray(at, at + magic.length)) === magic
  if (starts('%PDF-')) return 'application/pdf'
  if (starts('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (starts('\xff\xd8\xff')) return 'image/jpeg'
  if (starts('RIFF') && starts('WEBP', 8)) return 'image/webp'
  return null
}

async function byText(blob: Blob, name: string): Promise<MediaType | null> {
  const text = await readText(blob)
  if (text === null) return null
  if (/^\s*[{[]/.test(text) || endingOf(name) === 'json') return isFhir(text) ? 'application/fhir+json' : null
  const ending = endingOf(name)
  const isText = ending === '' || (MEDIA_TYPES['text/plain'] as readonly string[]).includes(ending)
  return isText ? 'text/plain' : null
}

/** The text of UTF-8 bytes, or null when they are none or hold control characters. */
async function readText(blob: Blob): Promise<string | null> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await blob.arrayBuffer())
    // Tabs, line ends and form feeds are text; the rest of the control characters are not.
    return /(?![\t\n\v\f\r\u0080-\u009f])\p{Cc}/u.test(text) ? null : text
  } catch {
    return null
  }
}

function isFhir(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return (
      typeof value === 'object' &&
      value !== null &&
      typeof (value as { resourceType?: unknown }).resourceType === 'string'
    )
  } catch {
    return false
  }
}
