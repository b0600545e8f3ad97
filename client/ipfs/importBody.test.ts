import { describe, expect, it } from 'vitest'
import { seededBytes } from '../../test/lib/bytes.ts'
import { streamOf } from '../crypto/streams.ts'
import vectors from '../../test/vectors/unixfs.json' with { type: 'json' }
import { matchesCid } from './cid.ts'
import { importBody } from './importBody.ts'
import { MAX_BLOCK_BYTES } from './limits.ts'
import type { Block } from './types.ts'

describe('importBody', () => {
  it.each(Object.entries(vectors.seeded))('names %s bytes as Kubo does', async (size, cid) => {
    const blocks: Block[] = []
    const body = await importBody(seededBytes(Number(size)), {
      put: async (block) => void blocks.push(block),
    })
    expect(body.cid.toString()).toBe(cid)
    expect(body.size).toBe(Number(size))
    expect(blocks.at(-1)!.cid.equals(body.cid)).toBe(true)
    for (const block of blocks) {
      expect(block.bytes.length).toBeLessThan(MAX_BLOCK_BYTES)
      expect(await matchesCid(block.cid, block.bytes)).toBe(true)
    }
  })

  it('takes a ReadableStream, in whatever chunks', async () => {
    for (const chunk of [1000, 1 << 20, 5 << 20]) {
      const { cid } = await importBody(streamOf(seededBytes(3145745, 1, chunk)), {
        put: async () => {},
      })
      expect(cid.toString()).toBe(vectors.seeded['3145745'])
    }
  })

  it('waits for what takes its blocks', async () => {
    let made = 0
    let taken = 0
    let most = 0
    async function* body() {
      for await (const bytes of seededBytes(30 << 20, 1, 1 << 20)) {
        made += 1
        most = Math.max(most, made - taken)
        yield bytes
      }
    }
    await importBody(body(), {
      put: async () => {
        await new Promise((resolve) => setTimeout(resolve, 2))
        taken += 1
      },
    })
    expect(most).toBeLessThan(8)
  })

  it('ends with the error of its body, of what takes its blocks, or of its signal', async () => {
    async function* failing() {
      yield new Uint8Array(10)
      throw new Error('the body broke')
    }
    await expect(importBody(failing(), { put: async () => {} })).rejects.toThrow('the body broke')
    const put = () => Promise.reject(new Error('no room'))
    await expect(importBody(seededBytes(5 << 20), { put })).rejects.toThrow('no room')
    const signal = AbortSignal.abort(new Error('stop'))
    await expect(importBody(seededBytes(10), { put: async () => {}, signal })).rejects.toThrow('stop')
  })
})
