import { CarReader } from '@ipld/car'
import * as dagCbor from '@ipld/dag-cbor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dagCborBlock, rawBlock } from './blocks.ts'
import { createStore } from '../../client/ipfs/createStore.ts'
import { importBody } from '../../client/ipfs/importBody.ts'
import type { Block } from '../../client/ipfs/types.ts'
import { writeBlocks } from '../../client/ipfs/writeBlocks.ts'
import { collect, seededBytes } from './bytes.ts'

type Running = { readonly rpcUrl: string; readonly gatewayUrl: string; stop(): Promise<void> }

const RAW = 'application/vnd.ipld.raw'
const CAR = 'application/vnd.ipld.car'

/**
 * What the trustless gateway's specification asks for.
 *
 * @see https://specs.ipfs.tech/http-gateways/trustless-gateway/
 */
export function gatewaySuite(name: string, start: () => Promise<Running>): void {
  describe(`the trustless gateway of ${name}`, () => {
    let running: Running
    let leaf: Block
    let root: Block
    const file: Block[] = []

    beforeAll(async () => {
      running = await start()
      const store = createStore({ name, ...running })
      leaf = await rawBlock(new TextEncoder().encode('0123456789'))
      root = await dagCborBlock(dagCbor.encode({ leaf: leaf.cid, again: leaf.cid }))
      await writeBlocks([store], { root: root.cid, blocks: [leaf, root], required: 1 })
      const { cid } = await importBody(seededBytes(3 << 20), { put: async (block) => void file.push(block) })
      await writeBlocks([store], { root: cid, blocks: file, required: 1 })
    })

    afterAll(() => running?.stop())

    const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(`${running.gatewayUrl}/ipfs/${path}`, { method, headers, redirect: 'manual' })
    const textOf = async (response: Response) => new TextDecoder().decode(await response.arrayBuffer())

    async function blocksOf(response: Response) {
      const reader = await CarReader.fromBytes(new Uint8Array(await response.arrayBuffer()))
      const blocks: string[] = []
      for await (const { cid } of reader.blocks()) blocks.push(cid.toString())
      return { roots: (await reader.getRoots()).map(String), blocks }
    }

    it.each([
      ['?format=raw', {}],
      ['', { accept: RAW }],
      ['?format=raw', { accept: 'text/html' }],
    ])('gives a block for %s %o', async (query, headers) => {
      const response = await get(`${leaf.cid.toString()}${query}`, headers)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe(RAW)
      expect(response.headers.get('content-length')).toBe('10')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('content-disposition')).toContain('attachment')
      expect(response.headers.get('cache-control')).toMatch(/public, max-age=29030400, immutable/)
      expect(response.headers.get('x-ipfs-path')).toBe(`/ipfs/${leaf.cid.toString()}`)
      expect(await textOf(response)).toBe('0123456789')
    })

    it('answers HEAD without the bytes', async () => {
      const response = await get(`${leaf.cid.toString()}?format=raw`, {}, 'HEAD')
      expect(response.status).toBe(200)
      expect(response.headers.get('content-length')).toBe('10')
      expect(await textOf(response)).toBe('')
    })

    it('gives ranges of a block', async () => {
      const path = `${leaf.cid.toString()}?format=raw`
      for (const [range, text, header] of [
        ['bytes=0-3', '0123', 'bytes 0-3/10'],
        ['bytes=4-', '456789', 'bytes 4-9/10'],
        ['bytes=-2', '89', 'bytes 8-9/10'],
        ['bytes=8-99', '89', 'bytes 8-9/10'],
      ] as const) {
        const response = await get(path, { range })
        expect(response.status).toBe(206)
        expect(response.headers.get('content-range')).toBe(header)
        expect(await textOf(response)).toBe(text)
      }
      const beyond = await get(path, { range: 'bytes=10-' })
      expect(beyond.status).toBe(416)
      expect(beyond.headers.get('content-range')).toBe('bytes */10')
    })

    it('answers 304 to who has it', async () => {
      const path = `${leaf.cid.toString()}?format=raw`
      const etag = (await get(path)).headers.get('etag')!
      expect(etag).toMatch(/^"/)
      expect((await get(path, { 'if-none-match': etag })).status).toBe(304)
      expect((await get(path, { 'if-none-match': '"another"' })).status).toBe(200)
    })

    it.each([
      ['?format=car', {}],
      ['', { accept: `${CAR}; version=1; order=dfs; dups=n` }],
    ])('gives a DAG as a CAR for %s %o', async (query, headers) => {
      const response = await get(`${root.cid.toString()}${query}`, headers)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toContain(`${CAR}; version=1; order=dfs`)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await blocksOf(response)).toEqual({
        roots: [root.cid.toString()],
        blocks: [root.cid.toString(), leaf.cid.toString()],
      })
    })

    it('gives a part of a DAG by dag-scope and entity-bytes', async () => {
      const names = file.map(({ cid }) => cid.toString())
      const top = names.at(-1)!
      const parts = async (query: string) => (await blocksOf(await get(`${top}?format=car${query}`))).blocks
      expect(await parts('&dag-scope=block')).toEqual([top])
      expect(await parts('&dag-scope=entity')).toEqual([top, ...names.slice(0, -1)])
      expect(await parts('')).toEqual([top, ...names.slice(0, -1)])
      expect(await parts(`&dag-scope=entity&entity-bytes=${1 << 20}:${(1 << 20) + 5}`)).toEqual([
        top,
        names[1],
      ])
      expect(await parts('&dag-scope=entity&entity-bytes=-5:*')).toEqual([top, names[2]])
    })

    it('never gives a deserialised file', async () => {
      const response = await get(leaf.cid.toString(), { accept: 'text/html,*/*' })
      expect(response.status).toBe(406)
      expect(await textOf(response)).not.toContain('0123456789')
    })

    it('says what it has not', async () => {
      const absent = await rawBlock(new TextEncoder().encode('absent'))
      const response = await get(`${absent.cid.toString()}?format=raw`)
      expect(response.status).toBe(404)
      expect(response.headers.get('cache-control') ?? '').not.toContain('immutable')
      expect((await get('nonsense?format=raw')).status).toBe(400)
    })

    it('gives the block of no bytes that a probe asks for', async () => {
      const response = await get('bafkqaaa?format=raw')
      expect(response.status).toBe(200)
      expect((await collect(response.body!)).length).toBe(0)
    })
  })
}
