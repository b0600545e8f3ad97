import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as dagCbor from '@ipld/dag-cbor'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dagCborBlock, rawBlock } from '../../test/lib/blocks.ts'
import { createStore } from '../../client/ipfs/createStore.ts'
import { createUpload } from '../../client/ipfs/createUpload.ts'
import { importBody } from '../../client/ipfs/importBody.ts'
import { readFile as readIpfsFile } from '../../client/ipfs/readFile.ts'
import type { Block } from '../../client/ipfs/types.ts'
import { writeBlocks } from '../../client/ipfs/writeBlocks.ts'
import {
  BlockNotFoundError,
  BlockTamperedError,
  StorePinFailedError,
  StoreRefusedError,
} from '../../client/errors/ipfs.ts'
import { collect, seededBytes, stampedBytes } from '../../test/lib/bytes.ts'
import { startTestNode } from '../../test/lib/startTestNode.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'chartkey-node-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

/** The node as a process of its own, which can be killed. */
async function startProcess(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, '--directory', directory, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const [line] = (await once(lines, 'line')) as [string]
  const urls = JSON.parse(line) as { rpcUrl: string; gatewayUrl: string }
  return {
    ...urls,
    pid: child.pid!,
    async end(signal: NodeJS.Signals) {
      const gone = once(child, 'exit')
      child.kill(signal)
      const [code] = (await gone) as [number | null]
      return code
    },
  }
}

async function blockFiles(): Promise<string[]> {
  const folder = path.join(directory, 'blocks')
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => name.endsWith('.data')).map((name) => path.join(folder, name))
}

async function fileOf({ bytes }: Block): Promise<string> {
  for (const file of await blockFiles()) if ((await readFile(file)).equals(bytes)) return file
  throw new Error('the block has no file')
}

const textBlock = (text: string) => rawBlock(new TextEncoder().encode(text))

describe('a node that is killed', () => {
  it(
    'keeps what it confirmed, and nothing half, however often it is killed while it imports',
    { timeout: 120_000 },
    async () => {
      const confirmed: Block[] = []
      for (let round = 0; round < 3; round++) {
        const node = await startProcess()
        const store = createStore({ name: 'Killed', ...node })
        for (const { cid, bytes } of confirmed) expect(await store.fetchBlock(cid)).toEqual(bytes)

        const root = await dagCborBlock(
          dagCbor.encode({ round, leaf: (await textBlock(`leaf ${round}`)).cid }),
        )
        await writeBlocks([store], {
          root: root.cid,
          blocks: [await textBlock(`leaf ${round}`), root],
          required: 1,
        })
        confirmed.push(root)

        const upload = createUpload([store], { required: 1 })
        let sent = 0
        const importing = importBody(stampedBytes(300 << 20, round + 1), {
          put: async (block) => {
            await upload.put(block)
            sent += 1
            if (sent === 12 + 3 * round) void node.end('SIGKILL')
          },
        })
        await expect(importing).rejects.toThrow('Nothing was filed')
      }

      const node = await startProcess('--grace-seconds', '0')
      const store = createStore({ name: 'Reopened', ...node })
      expect(await readdir(path.join(directory, 'tmp'))).toEqual([])
      expect((await blockFiles()).length).toBeGreaterThan(2 * confirmed.length)
      await fetch(`${node.rpcUrl}/api/v0/repo/gc`, { method: 'POST' }).then((response) => response.text())
      expect((await blockFiles()).length).toBe(2 * confirmed.length)
      for (const { cid, bytes } of confirmed) expect(await store.fetchBlock(cid)).toEqual(bytes)
      expect(await node.end('SIGTERM')).toBe(0)
    },
  )
})

describe('a block whose file was damaged', () => {
  it.each(['changed', 'cut off', 'emptied', 'removed'])(
    'is not given out, and is healed when added again: %s',
    async (harm) => {
      const node = await startTestNode({ directory })
      const store = createStore({ name: 'Damaged', ...node })
      const leaf = await textBlock('a leaf that is going to be damaged')
      const root = await dagCborBlock(dagCbor.encode({ leaf: leaf.cid }))
      await writeBlocks([store], { root: root.cid, blocks: [leaf, root], required: 1 })

      const file = await fileOf(leaf)
      const bytes = await readFile(file)
      if (harm === 'removed') await rm(file)
      else {
        const changed = Buffer.from(bytes)
        changed[3]! ^= 0x40
        await writeFile(file, harm === 'changed' ? changed : bytes.subarray(0, harm === 'cut off' ? 9 : 0))
      }
      await expect(store.fetchBlock(leaf.cid)).rejects.toThrow(
        harm === 'removed' ? BlockNotFoundError : BlockTamperedError,
      )
      await expect(store.pin(root.cid)).rejects.toThrow(
        harm === 'removed' ? StorePinFailedError : StoreRefusedError,
      )

      await store.importBlocks([leaf])
      expect(await store.fetchBlock(leaf.cid)).toEqual(leaf.bytes)
      await store.pin(root.cid)
      await node.stop()
    },
  )

  it('keeps garbage from being collected when it is a node of a pinned DAG', async () => {
    const node = await startTestNode({ directory })
    const store = createStore({ name: 'Damaged', ...node })
    const leaf = await textBlock('below the damaged node')
    const inner = await dagCborBlock(dagCbor.encode({ leaf: leaf.cid }))
    const root = await dagCborBlock(dagCbor.encode({ inner: inner.cid }))
    await writeBlocks([store], { root: root.cid, blocks: [leaf, inner, root], required: 1 })
    await writeFile(await fileOf(inner), 'damaged')
    const response = await fetch(`${node.rpcUrl}/api/v0/repo/gc`, { method: 'POST' })
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({
      Message: 'block in storage has different hash than requested',
    })
    expect(await store.fetchBlock(leaf.cid)).toEqual(leaf.bytes)
    await node.stop()
  })
})

describe('garbage collection beside imports', () => {
  it('never takes a block of a DAG that was confirmed', { timeout: 120_000 }, async () => {
    const node = await startTestNode({ directory })
    const store = createStore({ name: 'Raced', ...node })
    let isOver = false
    let runs = 0
    const collecting = (async () => {
      while (!isOver) {
        const response = await fetch(`${node.rpcUrl}/api/v0/repo/gc`, { method: 'POST' })
        await response.text()
        runs += 1
      }
    })()
    const shared = await textBlock('a leaf of every DAG')
    const roots: Block[] = []
    for (let i = 0; i < 40; i++) {
      const leaf = await textBlock(`leaf ${i}`)
      const root = await dagCborBlock(dagCbor.encode({ i, leaf: leaf.cid, shared: shared.cid }))
      await writeBlocks([store], { root: root.cid, blocks: [leaf, shared, root], required: 1 })
      roots.push(root)
      if (i % 3 === 0) await store.unpin(roots.shift()!.cid)
    }
    isOver = true
    await collecting
    expect(runs).toBeGreaterThan(3)
    for (const root of roots) {
      await store.pin(root.cid)
      expect(await store.fetchBlock(root.cid)).toEqual(root.bytes)
    }
    expect(await store.fetchBlock(shared.cid)).toEqual(shared.bytes)
    await node.stop()
  })

  it('spares an upload of several CARs for the time of grace, and no longer', async () => {
    const node = await startTestNode({ directory, graceSeconds: 2 })
    const store = createStore({ name: 'Graceful', ...node })
    const gc = () =>
      fetch(`${node.rpcUrl}/api/v0/repo/gc`, { method: 'POST' }).then((response) => response.text())
    const leaf = await textBlock('a leaf that goes ahead')
    const root = await dagCborBlock(dagCbor.encode({ leaf: leaf.cid }))
    await store.importBlocks([leaf])
    expect(await gc()).toBe('')
    await store.importBlocks([root], { pinned: root.cid })
    await store.unpin(root.cid)
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    await store.importBlocks([leaf])
    expect((await gc()).trim().split('\n')).toHaveLength(1)
    expect(await store.fetchBlock(leaf.cid)).toEqual(leaf.bytes)
    await node.stop()
  })

  it('makes an upload fail whole when garbage collection took its first blocks', async () => {
    const node = await startTestNode({ directory })
    const store = createStore({ name: 'Hasty', ...node })
    const leaf = await textBlock('taken before its root came')
    const root = await dagCborBlock(dagCbor.encode({ leaf: leaf.cid }))
    await store.importBlocks([leaf])
    await fetch(`${node.rpcUrl}/api/v0/repo/gc`, { method: 'POST' }).then((response) => response.text())
    await expect(store.importBlocks([root], { pinned: root.cid })).rejects.toThrow(StorePinFailedError)
    await node.stop()
  })
})

describe('memory', () => {
  const rss = async (pid: number) => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024
  }

  it.runIf(process.platform === 'linux')(
    'of the node does not grow with the body',
    { timeout: 120_000 },
    async () => {
      const node = await startProcess()
      const store = createStore({ name: 'Large', ...node })
      const size = 256 << 20
      const upload = createUpload([store], { required: 1 })
      const body = await importBody(stampedBytes(size), { put: upload.put })
      await upload.finish(body.cid)
      const car = await fetch(`${node.gatewayUrl}/ipfs/${body.cid.toString()}?format=car`)
      let bytes = 0
      for await (const chunk of car.body!) bytes += chunk.length
      expect(bytes).toBeGreaterThan(size)

      expect(await rss(node.pid)).toBeLessThan(300)
      await node.end('SIGTERM')
    },
  )
})

it('gives the same bytes back after it is opened again', async () => {
  const size = 9 << 20
  const first = await startTestNode({ directory })
  const store = createStore({ name: 'First', ...first })
  const upload = createUpload([store], { required: 1 })
  const body = await importBody(seededBytes(size, 21), { put: upload.put })
  await upload.finish(body.cid)
  await first.stop()
  const second = await startTestNode({ directory })
  const read = await collect(
    readIpfsFile([createStore({ name: 'Second', ...second })], body.cid, { maxBytes: size }),
  )
  expect(Buffer.compare(read, await collect(seededBytes(size, 21)))).toBe(0)
  await second.stop()
  for (const file of await blockFiles()) expect((await stat(file)).size).toBeLessThanOrEqual(2 << 20)
})
