import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as dagPb from '@ipld/dag-pb'
import fc from 'fast-check'
import { UnixFS } from 'ipfs-unixfs'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '../../test/lib/bytes.ts'
import { startFaultyProxy } from '../../test/lib/startFaultyProxy.ts'
import type { FaultyProxy } from '../../test/lib/startFaultyProxy.ts'
import { startTestNode } from '../../test/lib/startTestNode.ts'
import type { TestNode } from '../../test/lib/startTestNode.ts'
import { BaseError } from '../errors/BaseError.ts'
import { cidOfPointer, pointerOfCid } from './cid.ts'
import { rawBlock } from '../../test/lib/blocks.ts'
import { createStore } from './createStore.ts'
import { decodeFileNode } from './fileNode.ts'
import { MAX_BLOCK_BYTES } from './limits.ts'
import { readFile } from './readFile.ts'
import type { Block, Store } from './types.ts'

/** Runs what reads something from outside: it gives a value, or throws one of the client's own errors. */
async function survives(read: () => unknown): Promise<BaseError | null> {
  try {
    await read()
    return null
  } catch (error) {
    if (error instanceof BaseError) return error
    throw error
  }
}

async function pbBlock(bytes: Uint8Array): Promise<Block> {
  return { cid: CID.createV1(dagPb.code, await sha256.digest(bytes as Uint8Array<ArrayBuffer>)), bytes }
}

/** A node of a file, `times` the same link. */
function repeat({ cid }: Block, size: bigint, times: number): Promise<Block> {
  const file = new UnixFS({ type: 'file' })
  for (let i = 0; i < times; i++) file.addBlockSize(size)
  const Links = Array.from({ length: times }, () => ({ Hash: cid, Name: '', Tsize: 0 }))
  return pbBlock(dagPb.encode({ Data: file.marshal(), Links }))
}

describe('a hostile file', () => {
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

  async function read(root: Block, blocks: readonly Block[], maxBytes: number) {
    await store.importBlocks([...blocks, root])
    const before = proxy.requests
    const error = await survives(() => collect(readFile([store], root.cid, { maxBytes })))
    return { error, requests: proxy.requests - before }
  }

  it('of few blocks that stand for many is not unpacked', async () => {
    const leaf = await rawBlock(Uint8Array.of(1))
    const wide = await repeat(leaf, 1n, 20_000)
    const wider = await repeat(wide, 20_000n, 5_000)
    const { error, requests } = await read(wider, [leaf, wide], 100_000_000)
    expect(error).toMatchObject({ name: 'FileMalformedError' })
    expect(requests).toBeLessThan(10)
  })

  it('of nodes in nodes asks for no more blocks than its bytes allow', async () => {
    const leaf = await rawBlock(Uint8Array.of(1))
    const blocks = [leaf]
    let size = 1n
    for (let depth = 0; depth < 5; depth++) {
      blocks.push(await repeat(blocks.at(-1)!, size, 16))
      size *= 16n
    }
    const { error, requests } = await read(blocks.pop()!, blocks, 100_000_000)
    expect(error).toMatchObject({
      details: '',
      shortMessage: expect.stringContaining('too many parts') as string,
    })
    expect(requests).toBeLessThan(100)
  })

  it('as wide as a block can be is refused by its size, or its parts', async () => {
    const leaf = await rawBlock(new Uint8Array(1024))
    const times = Math.floor(MAX_BLOCK_BYTES / 48)
    const wide = await repeat(leaf, 1024n, times)
    expect(wide.bytes.length).toBeLessThanOrEqual(MAX_BLOCK_BYTES)
    const { error, requests } = await read(wide, [leaf], 1024 * times - 1)
    expect(error).toMatchObject({ name: 'FileTooLargeError' })
    expect(requests).toBe(1)
  })

  it('of any bytes at all is refused in words', async () => {
    const cids = fc.constantFrom(dagPb.code, 0x55, 0x71)
    const field = fc
      .tuple(fc.nat(7), fc.nat(5), fc.uint8Array({ maxLength: 12 }))
      .map(([number, wire, data]) => [(number << 3) | wire, data.length, ...data])
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(field, { maxLength: 12 }).map((fields) => Uint8Array.from(fields.flat())),
      fc.constantFrom(
        Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
        new Uint8Array(MAX_BLOCK_BYTES).fill(0x0a),
        new Uint8Array(MAX_BLOCK_BYTES).fill(0x12),
        new Uint8Array(MAX_BLOCK_BYTES).fill(0xff),
      ),
    )
    const multihash = await sha256.digest(new Uint8Array())
    await fc.assert(
      fc.asyncProperty(cids, bytes, async (code, given) => {
        const error = await survives(() => decodeFileNode(CID.createV1(code, multihash), given))
        expect(error?.name ?? 'FileMalformedError').toBe('FileMalformedError')
      }),
      { numRuns: 2000 },
    )
  })

  it('whose description is any other is refused in words', async () => {
    const unixfs = fc.record({
      type: fc.constantFrom('file', 'raw', 'directory', 'symlink', 'metadata', 'hamt-sharded-directory'),
      data: fc.option(fc.uint8Array({ maxLength: 20 }), { nil: undefined }),
      sizes: fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 5 }),
      links: fc.nat(5),
    })
    const { cid } = await rawBlock(Uint8Array.of(1))
    await fc.assert(
      fc.asyncProperty(unixfs, async ({ type, data, sizes, links }) => {
        const file = new UnixFS({ type, ...(data === undefined ? {} : { data }) })
        for (const size of sizes) file.addBlockSize(size)
        const Links = Array.from({ length: links }, () => ({ Hash: cid, Name: '', Tsize: 0 }))
        const block = await pbBlock(dagPb.encode({ Data: file.marshal(), Links }))
        const error = await survives(() => decodeFileNode(block.cid, block.bytes))
        expect(error?.name ?? 'FileMalformedError').toBe('FileMalformedError')
      }),
      { numRuns: 500 },
    )
  })
})

describe('a hostile store', () => {
  let server: Server
  let store: Store
  let answer: { status: number; body: string | Uint8Array } = { status: 200, body: '' }
  let block: Block

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(answer.status).end(answer.body))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    store = createStore({ name: 'Store', rpcUrl: url, gatewayUrl: url })
    block = await rawBlock(Uint8Array.of(1))
  })
  afterAll(() => {
    server?.closeAllConnections()
    server?.close()
  })

  const calls: readonly ((used: Store) => Promise<unknown>)[] = [
    (used) => used.importBlocks([block]),
    (used) => used.importBlocks([block], { pinned: block.cid }),
    (used) => used.pin(block.cid),
    (used) => used.unpin(block.cid),
    (used) => used.fetchBlock(block.cid),
  ]
  const status = fc.constantFrom(200, 200, 200, 400, 401, 404, 410, 413, 500, 599)

  /** JSON of which a name or a value is what Kubo's are, or anything. */
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom('error', 'x'.repeat(5000), { toString: 1, valueOf: 2 }, { '/': { '/': 1 } }, [[]]),
      fc.dictionary(
        fc.constantFrom(
          'Root',
          'Cid',
          '/',
          'PinErrorMsg',
          'Stats',
          'BlockCount',
          'Type',
          'Message',
          '__proto__',
        ),
        tie('value'),
        { maxKeys: 6 },
      ),
    ),
  })).value

  it('is answered to in words, whatever lines of JSON it gives', async () => {
    const lines = fc
      .array(value, { maxLength: 4 })
      .map((all) => all.map((one) => JSON.stringify(one)).join('\n'))
    await fc.assert(
      fc.asyncProperty(status, lines, fc.constantFrom(...calls), async (code, body, call) => {
        answer = { status: code, body }
        const error = await survives(() => call(store))
        expect(typeof (error?.details ?? '')).toBe('string')
      }),
      { numRuns: 800 },
    )
  })

  it('is answered to in words, whatever bytes it gives, and however many', async () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '['.repeat(500_000),
        '{"a":'.repeat(200_000),
        '\n'.repeat(1_000_000),
        '{}\n'.repeat(300_000),
        new Uint8Array(MAX_BLOCK_BYTES + 1),
      ),
    )
    await fc.assert(
      fc.asyncProperty(status, bodies, fc.constantFrom(...calls), async (code, body, call) => {
        answer = { status: code, body }
        await expect(survives(() => call(store))).resolves.toBeDefined()
      }),
      { numRuns: 150 },
    )
  })
})

describe('pointers and links', () => {
  it('are read, or refused in words', async () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^0x[0-9a-fA-F]{60,68}$/))
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const error = await survives(() =>
          expect(pointerOfCid(cidOfPointer(text as `0x${string}`))).toHaveLength(66),
        )
        expect(error?.name ?? 'CidUnsupportedError').toBe('CidUnsupportedError')
      }),
    )
  })
})
