/** The chunks of a stream. Leaving the loop early cancels the stream. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader()
  let isDone = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) {
        isDone = true
        return
      }
      if (value.length > 0) yield value
    }
  } catch (error) {
    isDone = true
    throw error
  } finally {
    if (!isDone) await reader.cancel().catch(() => {})
    reader.releaseLock()
  }
}

/** A stream that takes one chunk at a time from a generator, when its reader asks. */
export function streamOf(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>, void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await chunks.return()
      },
    },
    { highWaterMark: 0 },
  )
}

/**
 * Cuts chunks anew: all have `size` bytes but the last, which may be shorter; none when the source is empty. Bytes are
 * copied only where a cut joins two chunks, so the source must not write into what it gave.
 */
export async function* cutChunks(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array, void> {
  let part: Uint8Array | null = null
  let used = 0
  for await (const chunk of source) {
    let offset = 0
    while (offset < chunk.length) {
      if (part === null && chunk.length - offset >= size) {
        yield chunk.subarray(offset, offset + size)
        offset += size
        continue
      }
      part ??= new Uint8Array(size)
      const count = Math.min(size - used, chunk.length - offset)
      part.set(chunk.subarray(offset, offset + count), used)
      used += count
      offset += count
      if (used === size) {
        yield part
        part = null
        used = 0
      }
    }
  }
  if (part !== null) yield part.subarray(0, used)
}
