import { chunksOf } from '../crypto/streams.ts'

/**
 * The bytes of a stream, as a Blob. It throws what the stream failed with, which `Response.blob()` hides behind a
 * TypeError in browsers.
 */
export async function blobOf(stream: ReadableStream<Uint8Array>): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for await (const chunk of chunksOf(stream)) chunks.push(chunk as Uint8Array<ArrayBuffer>)
  return new Blob(chunks)
}
