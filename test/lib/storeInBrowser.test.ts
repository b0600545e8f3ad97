import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkerPage } from '../../scripts/lib/openWorkerPage.ts'
import type { WorkerPage } from '../../scripts/lib/openWorkerPage.ts'
import vectors from '../vectors/unixfs.json' with { type: 'json' }
import { startTestNode } from './startTestNode.ts'
import type { TestNode } from './startTestNode.ts'
import type { BrowserOutcome, BrowserTask } from './storeInBrowser.worker.ts'

const ENTRY = fileURLToPath(new URL('./storeInBrowser.worker.ts', import.meta.url))
const TOKEN = 'a-token-of-enough-characters'
const SIZE = 3_145_745

describe('the client of stores in a worker of the browser', { timeout: 60_000 }, () => {
  let worker: WorkerPage

  beforeAll(async () => {
    worker = await openWorkerPage(ENTRY)
  }, 60_000)
  afterAll(() => worker?.close())

  async function withNode(parameters: Parameters<typeof startTestNode>[0], token: string | null) {
    const node: TestNode = await startTestNode(parameters)
    try {
      const { rpcUrl, gatewayUrl } = node
      return await worker.run<BrowserOutcome>({ rpcUrl, gatewayUrl, token, size: SIZE } satisfies BrowserTask)
    } finally {
      await node.stop()
    }
  }

  const good = { body: vectors.seeded[SIZE], isSame: true, failures: 0 }

  it('imports nothing of Node', () => {
    expect(worker.code.length).toBeGreaterThan(10_000)
    expect(worker.code).not.toMatch(/["']node:/)
  })

  it('stores and reads, with the content ids of Kubo', async () => {
    expect(await withNode({ origins: [worker.origin] }, null)).toEqual(good)
  })

  it('sends a token', async () => {
    expect(await withNode({ origins: [worker.origin], token: TOKEN }, TOKEN)).toEqual(good)
  })

  it('is refused where its origin is not listed', async () => {
    expect(await withNode({}, null)).toEqual({ error: 'BytesNotConfirmedError' })
  })
})
