import * as dagCbor from '@ipld/dag-cbor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { equalBytes } from '../../client/crypto/bytes.ts'
import { dagCborBlock, rawBlock } from './blocks.ts'
import { createStore } from '../../client/ipfs/createStore.ts'
import { createUpload } from '../../client/ipfs/createUpload.ts'
import { fetchBlock } from '../../client/ipfs/fetchBlock.ts'
import { importBody } from '../../client/ipfs/importBody.ts'
import { readFile } from '../../client/ipfs/readFile.ts'
import type { Block, Store, UploadProgress } from '../../client/ipfs/types.ts'
import { unpin } from '../../client/ipfs/unpin.ts'
import { writeBlocks } from '../../client/ipfs/writeBlocks.ts'
import { BlockNotFoundError, BytesNotConfirmedError, StorePinFailedError } from '../../client/errors/ipfs.ts'
import { collect, seededBytes } from './bytes.ts'

type Running = { readonly rpcUrl: string; readonly gatewayUrl: string; stop(): Promise<void> }

/** What the client does with a store, whichever program it is. */
export function storeSuite(name: string, start: () => Promise<Running>): void {
  describe(`the client with ${name}`, () => {
    let running: Running
    let store: Store

    beforeAll(async () => {
      running = await start()
      store = createStore({ name, ...running })
    })

    afterAll(() => running?.stop())

    const blockOf = (text: string) => rawBlock(new TextEncoder().encode(text))
    const linking = (value: object) => dagCborBlock(dagCbor.encode(value))

    async function garbage(): Promise<string> {
      const response = await fetch(`${running.rpcUrl}/api/v0/repo/gc`, { method: 'POST' })
      return response.text()
    }

    it('stores a small DAG, confirms it, and reads it back', async () => {
      const leaf = await blockOf('a small leaf')
      const root = await linking({ leaf: leaf.cid })
      const progress: UploadProgress[] = []
      const result = await writeBlocks([store], {
        root: root.cid,
        blocks: [leaf, root],
        required: 1,
        onProgress: (step) => progress.push(step),
      })
      expect(result).toEqual({ confirmed: [name], failures: [] })
      expect(progress).toEqual([{ bytes: leaf.bytes.length + root.bytes.length, blocks: 2 }])
      expect(await fetchBlock([store], root.cid)).toEqual(root.bytes)
      expect(await fetchBlock([store], leaf.cid)).toEqual(leaf.bytes)
    })

    it('stores a body of several CARs under a root, and streams it back', async () => {
      const size = 20 * 1024 * 1024 + 5
      const progress: UploadProgress[] = []
      const upload = createUpload([store], { required: 1, onProgress: (step) => progress.push(step) })
      const body = await importBody(seededBytes(size, 7), { put: upload.put })
      const root = await linking({ body: body.cid })
      await upload.put(root)
      await upload.finish(root.cid)
      expect(body.size).toBe(size)
      expect(progress.length).toBeGreaterThan(2)
      expect(progress.at(-1)!.bytes).toBeGreaterThan(size)

      await garbage()
      const read = await collect(readFile([store], body.cid, { maxBytes: size, size }))
      expect(equalBytes(read, await collect(seededBytes(size, 7)))).toBe(true)
    })

    it('stores the same DAG twice without complaint', async () => {
      const root = await linking({ twice: true })
      const parameters = { root: root.cid, blocks: [root], required: 1 }
      await writeBlocks([store], parameters)
      expect((await writeBlocks([store], parameters)).confirmed).toEqual([name])
    })

    it('does not confirm a DAG of which a block is missing', async () => {
      const leaf = await blockOf('a leaf that was not sent')
      const root = await linking({ leaf: leaf.cid })
      const error: unknown = await writeBlocks([store], {
        root: root.cid,
        blocks: [root],
        required: 1,
      }).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(BytesNotConfirmedError)
      expect(
        (error as BytesNotConfirmedError).walk((cause) => cause instanceof StorePinFailedError),
      ).not.toBeNull()
    })

    it('keeps what it pinned, and lets go what was unpinned', async () => {
      const kept = await linking({ kept: true })
      const gone = await linking({ gone: true })
      for (const block of [kept, gone]) {
        await writeBlocks([store], { root: block.cid, blocks: [block], required: 1 })
      }
      expect(await unpin([store], gone.cid)).toEqual([])
      expect(await unpin([store], gone.cid)).toEqual([])
      await garbage()
      expect(await fetchBlock([store], kept.cid)).toEqual(kept.bytes)
      await expect(fetchBlock([store], gone.cid)).rejects.toThrow(BlockNotFoundError)
    })

    it('pins a root whose blocks are there, and says when they are not', async () => {
      const root = await linking({ pinned: 'later' })
      await store.importBlocks([root])
      await store.pin(root.cid)
      await garbage()
      expect(await store.fetchBlock(root.cid)).toEqual(root.bytes)
      await expect(store.pin((await blockOf('was never sent')).cid)).rejects.toThrow(StorePinFailedError)
    })

    it('gives the block of no bytes', async () => {
      const empty = await rawBlock(new Uint8Array())
      await writeBlocks([store], { root: empty.cid, blocks: [empty], required: 1 })
      expect(await fetchBlock([store], empty.cid)).toEqual(new Uint8Array())
    })

    it('stops when asked to, with the reason', async () => {
      const controller = new AbortController()
      const upload = createUpload([store], { required: 1, signal: controller.signal })
      async function put(block: Block) {
        await upload.put(block)
        controller.abort(new DOMException('enough', 'AbortError'))
      }
      await expect(importBody(seededBytes(3 * 1024 * 1024), { put })).rejects.toThrow('enough')
    })
  })
}
