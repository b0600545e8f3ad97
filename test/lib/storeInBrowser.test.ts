import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/lib/findChromium.ts'
import vectors from '../vectors/unixfs.json' with { type: 'json' }
import { startTestNode } from './startTestNode.ts'
import type { TestNode } from './startTestNode.ts'
import type { BrowserOutcome, BrowserTask } from './storeInBrowser.worker.ts'

const ENTRY = fileURLToPath(new URL('./storeInBrowser.worker.ts', import.meta.url))
const TOKEN = 'a-token-of-enough-characters'
const SIZE = 3_145_745

describe('the client of stores in a worker of the browser', { timeout: 60_000 }, () => {
  let server: Server
  let origin: string
  let browser: Browser
  let page: Page
  let code: string

  beforeAll(async () => {
    const built = await build({
      configFile: false,
      logLevel: 'error',
      build: { write: false, lib: { entry: ENTRY, formats: ['iife'], name: 'worker', fileName: 'worker' } },
    })
    const [output] = Array.isArray(built) ? built : [built]
    code = output !== undefined && 'output' in output ? output.output[0].code : ''
    server = createServer(({ url }, response) => {
      if (url === '/worker.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(code)
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Test</title>')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { executablePath, args } = await findChromium()
    browser = await chromium.launch({ executablePath, args: [...args] })
    page = await browser.newPage()
    await page.goto(origin)
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    server?.closeAllConnections()
    server?.close()
  })

  const run = (task: BrowserTask) =>
    page.evaluate(
      (given) =>
        new Promise<BrowserOutcome>((resolve) => {
          const worker = new Worker('/worker.js')
          worker.addEventListener('message', ({ data }: MessageEvent<BrowserOutcome>) => {
            worker.terminate()
            resolve(data)
          })
          worker.postMessage(given, [])
        }),
      task,
    )

  async function withNode(parameters: Parameters<typeof startTestNode>[0], token: string | null) {
    const node: TestNode = await startTestNode(parameters)
    try {
      return await run({ rpcUrl: node.rpcUrl, gatewayUrl: node.gatewayUrl, token, size: SIZE })
    } finally {
      await node.stop()
    }
  }

  const good = { body: vectors.seeded[SIZE], isSame: true, failures: 0 }

  it('imports nothing of Node', () => {
    expect(code.length).toBeGreaterThan(10_000)
    expect(code).not.toMatch(/["']node:/)
  })

  it('stores and reads, with the content ids of Kubo', async () => {
    expect(await withNode({ origins: [origin] }, null)).toEqual(good)
  })

  it('sends a token', async () => {
    expect(await withNode({ origins: [origin], token: TOKEN }, TOKEN)).toEqual(good)
  })

  it('is refused where its origin is not listed', async () => {
    expect(await withNode({}, null)).toEqual({ error: 'BytesNotConfirmedError' })
  })
})
