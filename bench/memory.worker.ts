import { sealAndOpen } from './sealAndOpen.ts'
import type { Shelf, Times } from './sealAndOpen.ts'

export type MemoryTask = { readonly document: File; readonly shelfUrl: string }
export type MemoryAnswer = Times | { readonly error: string }

const PART = 8_000_000

/** A file of the process that started this page, reached by HTTP. */
function createShelf(url: string): Shelf {
  const held: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  const flush = async () => {
    const { ok } = await fetch(url, { method: 'POST', body: new Blob(held) })
    if (!ok) throw new Error('The shelf took nothing.')
    held.length = 0
    length = 0
  }
  return {
    async write(part) {
      held.push(part)
      length += part.length
      if (length >= PART) await flush()
    },
    async read() {
      await flush()
      return (await fetch(url)).body!
    },
  }
}

self.addEventListener('message', ({ data }: MessageEvent<MemoryTask>) => {
  sealAndOpen(data.document, createShelf(data.shelfUrl)).then(
    (times) => self.postMessage(times satisfies MemoryAnswer, {}),
    (error: unknown) => self.postMessage({ error: String(error) } satisfies MemoryAnswer, {}),
  )
})
