import * as dagPb from '@ipld/dag-pb'
import { UnixFS } from 'ipfs-unixfs'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect, seededBytes } from '../../test/lib/bytes.ts'
import { startFaultyProxy } from '../../test/lib/startFaultyProxy.ts'
import type { FaultyProxy } from '../../test/lib/startFaultyProxy.ts'
import { startTestNode } from '../../test/lib/startTestNode.ts'
import type { TestNode } from '../../test/lib/startTestNode.ts'
import { FileMalformedError, FileTooLargeError } from '../errors/ipfs.ts'
import { dagCborBlock, rawBlock } from '../../test/lib/blocks.ts'
import { createStore } from './createStore.ts'
import { importBody } from './importBody.ts'
import { readFile } from './readFile.ts'
import type { Block, Store } from './types.ts'

describe('readFile', () => {
  let node: TestNode
  let proxy: FaultyProxy
  let store: Store

  beforeAll(async () => {
    node = await startTestNode()
    proxy = await startFaultyProxy(node)
    store = createStore({ name: 'Store', ...proxy })
  })

  afterAll(async () => {
    await proxy?.stop()
    await node?.stop()
  })

  /** A node of a file with links and lengths as given, right or wrong. */
  async function fileNode(links: readonly (readonly [Block, bigint])[], data?: Uint8Array): Promise<Block> {
    const file = new UnixFS({ type: 'file', ...(data === undefined ? {} : { data }) })
    for (const [, size] of links) file.addBlockSize(size)
    const bytes = dagPb.encode(
      dagPb.prepare({
        Data: file.marshal(),
        Links: links.map(([{ cid }]) => ({ Hash: cid, Name: '', Tsize: 0 })),
      }),
    )
    return { cid: CID.createV1(dagPb.code, await sha256.digest(bytes)), bytes }
  }

  async function read(
    root: Block,
    blocks: readonly Block[],
    options: { maxBytes?: number; size?: number } = {},
  ) {
    await store.importBlocks([...blocks, root])
    return collect(readFile([store], root.cid, { maxBytes: 1 << 20, ...options }))
  }

  const leaf = (text: string) => rawBlock(new TextEncoder().encode(text))

  it('reads nested nodes in order, with bytes of their own', async () => {
    const [a, b, c] = [await leaf('aaa'), await leaf('bb'), await leaf('c')]
    const inner = await fileNode([
      [a, 3n],
      [b, 2n],
    ])
    const root = await fileNode(
      [
        [inner, 5n],
        [c, 1n],
        [b, 2n],
      ],
      new TextEncoder().encode('>'),
    )
    expect(new TextDecoder().decode(await read(root, [a, b, c, inner], { size: 9 }))).toBe('>aaabbcbb')
  })

  it('reads the file of no bytes', async () => {
    expect((await read(await leaf(''), [], { size: 0 })).length).toBe(0)
  })

  it('refuses a file that says more than allowed before it asks for its leaves', async () => {
    const a = await leaf('a leaf that is asked for')
    const root = await fileNode([[a, 1_000_000_000n]])
    await store.importBlocks([root])
    const before = proxy.requests
    await expect(read(root, [], { maxBytes: 999_999_999 })).rejects.toThrow(
      new FileTooLargeError(999_999_999).shortMessage,
    )
    expect(proxy.requests - before).toBe(2)
  })

  it('refuses parts that are longer or shorter than their node says, and a file of another length', async () => {
    const a = await leaf('abc')
    for (const size of [2n, 4n])
      await expect(read(await fileNode([[a, size]]), [a])).rejects.toThrow(FileMalformedError)
    await expect(read(a, [], { size: 4 })).rejects.toThrow(FileMalformedError)
    await expect(read(a, [], { size: 2 })).rejects.toThrow(FileMalformedError)
  })

  it('refuses parts without a length, which could go on for ever', async () => {
    const empty = await leaf('')
    await expect(read(await fileNode([[empty, 0n]]), [empty])).rejects.toThrow('a part has no length')
    const many = await fileNode(
      Array.from({ length: 9 }, () => [empty, BigInt(Number.MAX_SAFE_INTEGER)] as const),
    )
    await expect(read(many, [empty])).rejects.toThrow(FileMalformedError)
  })

  it('refuses nodes nested too deep', async () => {
    let node = await leaf('deep')
    const blocks = [node]
    for (let depth = 0; depth < 8; depth++) {
      node = await fileNode([[node, 4n]])
      blocks.push(node)
    }
    await expect(read(node, blocks)).rejects.toThrow('it is nested too deep')
  })

  it('refuses directories, objects and nodes that cannot be decoded', async () => {
    const directory = dagPb.encode(
      dagPb.prepare({ Data: new UnixFS({ type: 'directory' }).marshal(), Links: [] }),
    )
    const block = { cid: CID.createV1(dagPb.code, await sha256.digest(directory)), bytes: directory }
    await expect(read(block, [])).rejects.toThrow('it is a directory')
    const object = await dagCborBlock(Uint8Array.of(0xa0))
    await expect(read(object, [])).rejects.toThrow('a block is of another kind')
    const junk = Uint8Array.of(0x0a, 0x01, 0xff)
    const broken = { cid: CID.createV1(dagPb.code, await sha256.digest(junk)), bytes: junk }
    await expect(read(broken, [])).rejects.toThrow('a node cannot be decoded')
  })

  it('asks no further once its reader turns away', async () => {
    const blocks: Block[] = []
    const { cid } = await importBody(seededBytes(20 << 20, 5), {
      put: async (block) => void blocks.push(block),
    })
    for (const block of blocks) await store.importBlocks([block])
    const before = proxy.requests
    const reader = readFile([store], cid, { maxBytes: 1 << 30 }).getReader()
    await reader.read()
    await reader.cancel()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(proxy.requests - before).toBeLessThan(8)
  })

  it('ends with the reason of its signal', async () => {
    const blocks: Block[] = []
    const { cid } = await importBody(seededBytes(3 << 20, 6), {
      put: async (block) => void blocks.push(block),
    })
    await store.importBlocks(blocks)
    const controller = new AbortController()
    const reader = readFile([store], cid, { maxBytes: 1 << 30, signal: controller.signal }).getReader()
    await reader.read()
    controller.abort(new DOMException('left the page', 'AbortError'))
    await expect(
      (async () => {
        while (!(await reader.read()).done) continue
      })(),
    ).rejects.toThrow('left the page')
  })
})
