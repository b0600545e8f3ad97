import { RequestError } from './errors.ts'

/** One file of a form. Its content must be read, or is passed over, before the next part. */
export type Part = {
  /** Decoded; empty when there is none. */
  readonly filename: string
  readonly contentType: string
  readonly content: AsyncGenerator<Uint8Array, void, undefined>
}

const MAX_HEADER_BYTES = 16 * 1024

/** The boundary of a multipart body. @throws RequestError when the body is not one. */
export function boundaryOf(contentType: string | undefined): string {
  const boundary = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(
    contentType ?? '',
  )
  const text = boundary?.[1] ?? boundary?.[2]
  if (text === undefined) throw new RequestError(400, 'file argument is required, as multipart/form-data')
  return text
}

/**
 * Reads a multipart body part by part as it comes in (RFC 7578); holds one chunk at a time.
 *
 * @throws RequestError when it is malformed or ends early.
 */
export async function* readMultipart(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part, void, undefined> {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const chunks = source[Symbol.asyncIterator]()
  let buffer: Buffer = Buffer.from('\r\n')

  async function more(): Promise<void> {
    const { done, value } = await chunks.next()
    if (done === true) throw new RequestError(400, 'multipart: unexpected EOF')
    buffer =
      buffer.length === 0
        ? Buffer.from(value.buffer, value.byteOffset, value.length)
        : Buffer.concat([buffer, value])
  }

  async function upTo(mark: string): Promise<string> {
    for (;;) {
      const at = buffer.indexOf(mark)
      if (at >= 0) {
        const text = buffer.toString('utf8', 0, at)
        buffer = buffer.subarray(at + mark.length)
        return text
      }
      if (buffer.length > MAX_HEADER_BYTES) throw new RequestError(400, 'multipart: header too long')
      await more()
    }
  }

  /** Whether the content of the part in hand still goes on. */
  let isOpen = true

  async function* content(): AsyncGenerator<Uint8Array, void, undefined> {
    while (isOpen) {
      const at = buffer.indexOf(delimiter)
      if (at >= 0) {
        const last = buffer.subarray(0, at)
        buffer = buffer.subarray(at + delimiter.length)
        isOpen = false
        if (last.length > 0) yield last
        return
      }
      const sure = buffer.length - delimiter.length + 1
      if (sure > 0) {
        const bytes = buffer.subarray(0, sure)
        buffer = buffer.subarray(sure)
        yield bytes
      }
      await more()
    }
  }

  await passOver(content())
  for (;;) {
    while (buffer.length < 2) await more()
    if (buffer.toString('latin1', 0, 2) === '--') break
    await upTo('\r\n')
    const headers = new Map<string, string>()
    for (let line = await upTo('\r\n'); line !== ''; line = await upTo('\r\n')) {
      const [name = '', ...value] = line.split(':')
      headers.set(name.trim().toLowerCase(), value.join(':').trim())
    }
    isOpen = true
    yield {
      filename: filenameOf(headers.get('content-disposition') ?? ''),
      contentType: headers.get('content-type') ?? '',
      content: content(),
    }
    await passOver(content())
  }
  while (!(await chunks.next()).done) continue
}

async function passOver(bytes: AsyncGenerator<Uint8Array>): Promise<void> {
  while (!(await bytes.next()).done) continue
}

function filenameOf(disposition: string): string {
  const text = /\bfilename="([^"]*)"/i.exec(disposition)?.[1] ?? ''
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
