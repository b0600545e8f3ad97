import * as dagCbor from '@ipld/dag-cbor'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { collect, seededBytes } from '../../test/lib/bytes.ts'
import { startFaultyProxy } from '../../test/lib/startFaultyProxy.ts'
import type { Fault, FaultyProxy } from '../../test/lib/startFaultyProxy.ts'
import { startTestNode } from '../../test/lib/startTestNode.ts'
import type { TestNode } from '../../test/lib/startTestNode.ts'
import {
  BlockNotFoundError,
  BlockTamperedError,
  BytesNotConfirmedError,
  StoreRefusedError,
  StoreUnreachableError,
} from '../errors/ipfs.ts'
import { concatBytes, equalBytes } from '../crypto/bytes.ts'
import { dagCborBlock } from '../../test/lib/blocks.ts'
import { createStore } from './createStore.ts'
import { createUpload } from './createUpload.ts'
import { fetchBlock } from './fetchBlock.ts'
import { importBody } from './importBody.ts'
import { readFile } from './readFile.ts'
import type { Block, Store } from './types.ts'
import { writeBlocks } from './writeBlocks.ts'

const SIZE = 5 * 1024 * 1024 + 3
const READ_FAULTS: readonly Fault[] = [
  'lie',
  'swap',
  'truncate',
  'cut',
  'swell',
  'drop',
  'break',
  'hang',
  'page',
]
const NOTICED_AS: Partial<Record<Fault, new (...args: never[]) => Error>> = {
  drop: BlockNotFoundError,
  break: StoreRefusedError,
  cut: StoreUnreachableError,
  hang: StoreUnreachableError,
}

describe('a store that lies, drops, truncates or swaps', () => {
  let node: TestNode
  let other: TestNode
  let proxy: FaultyProxy
  let bad: Store
  let good: Store
  let body: Awaited<ReturnType<typeof importBody>>
  let root: Block

  beforeAll(async () => {
    node = await startTestNode()
    other = await startTestNode()
    proxy = await startFaultyProxy(node)
    bad = createStore({ name: 'Bad', ...proxy, timeouts: { read: 1500, write: 1500 } })
    good = createStore({ name: 'Good', ...other })
    const stores = [createStore({ name: 'Behind', ...node }), good]
    const upload = createUpload(stores, { required: 2 })
    body = await importBody(seededBytes(SIZE, 3), { put: upload.put })
    root = await dagCborBlock(dagCbor.encode({ body: body.cid }))
    await upload.put(root)
    await upload.finish(root.cid)
    // A first connection may take longer than the stores are given here.
    await createStore({ name: 'Bad', ...proxy }).fetchBlock(root.cid)
  }, 60_000)

  beforeEach(() => {
    proxy.fault = null
    proxy.spare = 0
  })

  afterAll(async () => {
    await proxy?.stop()
    await node?.stop()
    await other?.stop()
  })

  it.each(READ_FAULTS)('is noticed when it does “%s” to a block', async (fault) => {
    proxy.fault = fault
    await expect(fetchBlock([bad], root.cid)).rejects.toThrow(NOTICED_AS[fault] ?? BlockTamperedError)
  })

  it.each(READ_FAULTS)('is made good by one honest store when it does “%s” to a block', async (fault) => {
    proxy.fault = fault
    expect(await fetchBlock([bad, good], root.cid)).toEqual(root.bytes)
    expect(await fetchBlock([good, bad], root.cid)).toEqual(root.bytes)
  })

  it.each(READ_FAULTS)('spoils no stream when it does “%s” in the middle of a file', async (fault) => {
    const whole = await collect(seededBytes(SIZE, 3))
    for (const spare of [0, 1, 4]) {
      proxy.fault = fault
      proxy.spare = spare
      const given: Uint8Array[] = []
      const reading = (async () => {
        for await (const bytes of readFile([bad], body.cid, { maxBytes: SIZE })) given.push(bytes)
      })()
      await expect(reading).rejects.toThrow()
      const part = concatBytes(...given)
      expect(part.length).toBeLessThan(SIZE)
      expect(equalBytes(part, whole.subarray(0, part.length))).toBe(true)

      proxy.spare = spare
      const read = await collect(readFile([bad, good], body.cid, { maxBytes: SIZE, size: SIZE }))
      expect(equalBytes(read, whole)).toBe(true)
    }
  })

  it('is named, so that it can be removed', async () => {
    proxy.fault = 'lie'
    await expect(fetchBlock([bad], root.cid)).rejects.toThrow(
      'The bytes from “Bad” are not those that were filed. They were not used. Add another store that has them.',
    )
  })

  it('counts as tampering rather than as absence when another store has nothing', async () => {
    proxy.fault = 'lie'
    const empty = await startTestNode()
    const stores = [bad, createStore({ name: 'Empty', ...empty })]
    await expect(fetchBlock(stores, root.cid)).rejects.toThrow(BlockTamperedError)
    await empty.stop()
    proxy.fault = 'drop'
    await expect(fetchBlock(stores, root.cid)).rejects.toThrow(StoreUnreachableError)
  })

  describe('when bytes are given to it', () => {
    const write = async (stores: readonly Store[], required: number, label: string) => {
      const block = await dagCborBlock(dagCbor.encode({ label }))
      return writeBlocks(stores, { root: block.cid, blocks: [block], required, graceMs: 1000 })
    }

    it.each(['forget', 'unpin', 'babble', 'break', 'hang', 'page', 'lie', 'drop'] as const)(
      'is not taken for a store that confirmed: %s',
      async (fault) => {
        proxy.fault = fault
        const error: unknown = await write([bad], 1, `alone ${fault}`).catch((error: unknown) => error)
        expect(error).toBeInstanceOf(BytesNotConfirmedError)
        expect((error as BytesNotConfirmedError).confirmed).toEqual([])
        expect((error as BytesNotConfirmedError).shortMessage).toMatch(
          /^Nothing was filed, because the bytes could not/,
        )
        await expect(write([bad, good], 2, `both ${fault}`)).rejects.toThrow(
          'Nothing was filed, because only 1 of 2 required stores kept the bytes. Check the stores, then try again.',
        )
      },
    )

    it.each(['forget', 'unpin', 'babble', 'break', 'hang', 'page'] as const)(
      'does not hinder the required one: %s',
      async (fault) => {
        proxy.fault = fault
        const { confirmed, failures } = await write([bad, good], 1, `enough ${fault}`)
        expect(confirmed).toEqual(['Good'])
        expect(failures.map(({ store }) => store)).toEqual(['Bad'])
      },
    )

    it('is tried once more when the connection is lost', async () => {
      const before = proxy.requests
      proxy.fault = 'hang'
      await expect(write([bad], 1, 'lost')).rejects.toThrow(BytesNotConfirmedError)
      expect(proxy.requests - before).toBe(2)
    })

    it('ends an upload as soon as too few are left', async () => {
      proxy.fault = 'break'
      const upload = createUpload([bad], { required: 1 })
      let taken = 0
      await expect(
        importBody(seededBytes(200 << 20, 9), {
          put: async (block) => {
            await upload.put(block)
            taken += 1
          },
        }),
      ).rejects.toThrow(BytesNotConfirmedError)
      expect(taken).toBeLessThan(30)
    })
  })
})

describe('a store that is not there', () => {
  const nowhere = createStore({
    name: 'Nowhere',
    rpcUrl: 'http://127.0.0.1:9',
    gatewayUrl: 'http://127.0.0.1:9',
  })

  it('is named, with what to do', async () => {
    const { cid, bytes } = await dagCborBlock(dagCbor.encode({ nowhere: true }))
    await expect(fetchBlock([nowhere], cid)).rejects.toThrow(
      'The store “Nowhere” cannot be reached. Check that it is running, then try again.',
    )
    await expect(
      writeBlocks([nowhere], { root: cid, blocks: [{ cid, bytes }], required: 1 }),
    ).rejects.toThrow(
      'Nothing was filed, because the bytes could not be stored. ' +
        'The store “Nowhere” cannot be reached. Check that it is running, then try again.',
    )
    await expect(nowhere.unpin(cid)).rejects.toThrow(StoreUnreachableError)
  })

  it('cannot be written to when it has a gateway only', async () => {
    const { cid, bytes } = await dagCborBlock(dagCbor.encode({ readOnly: true }))
    const reader = createStore({ name: 'Reader', gatewayUrl: 'http://127.0.0.1:9/' })
    expect(reader).toMatchObject({ isWritable: false, gatewayUrl: 'http://127.0.0.1:9' })
    await expect(reader.unpin(cid)).rejects.toThrow(
      'The store “Reader” can only be read. Add a store of your own to write to.',
    )
    await expect(writeBlocks([reader], { root: cid, blocks: [{ cid, bytes }], required: 1 })).rejects.toThrow(
      BytesNotConfirmedError,
    )
  })
})
