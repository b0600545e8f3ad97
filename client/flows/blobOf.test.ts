import { expect, it } from 'vitest'
import { BlockTamperedError } from '../errors/ipfs.ts'
import { blobOf } from './blobOf.ts'

it('joins the chunks of a stream', async () => {
  const blob = await blobOf(new Blob(['a chart ', 'of her own']).stream())
  expect(await blob.text()).toBe('a chart of her own')
})

it('throws what the stream failed with', async () => {
  const error = new BlockTamperedError(['This computer'])
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(error)
    },
  })
  await expect(blobOf(stream)).rejects.toBe(error)
})
