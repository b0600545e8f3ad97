import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'

import { findChromium } from './findChromium.ts'

export interface WorkerPage {
  readonly origin: string
  readonly browser: Browser
  /** An empty page of the origin. */
  readonly page: Page
  /** The worker's bundle. */
  readonly code: string
  /** Starts a worker, gives it a task, and ends it once it has answered. */
  run<Answer>(task: unknown): Promise<Answer>
  close(): Promise<void>
}

/** Bundles a worker for the browser, and opens a Chromium on an empty page from which it can be started. */
export async function openWorkerPage(entry: string): Promise<WorkerPage> {
  const code = await bundle(entry)
  const server = createServer(({ url }, response) => {
    if (url === '/worker.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(code)
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Test</title>')
  })
  let browser: Browser | null = null
  const close = async () => {
    await browser?.close()
    server.closeAllConnections()
    server.close()
  }
  try {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { executablePath, args } = await findChromium()
    browser = await chromium.launch({ executablePath, args: [...args] })
    const page = await browser.newPage()
    await page.goto(origin)
    return { origin, browser, page, code, run: (task) => runWorker(page, task), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'worker', fileName: 'worker' } },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (output === undefined || !('output' in output)) throw new Error('The worker could not be bundled.')
  return output.output[0].code
}

function runWorker<Answer>(page: Page, task: unknown): Promise<Answer> {
  return page.evaluate(
    (given) =>
      new Promise<unknown>((resolve, reject) => {
        const worker = new Worker('/worker.js')
        worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          worker.terminate()
          resolve(data)
        })
        worker.addEventListener('error', ({ message }) => reject(new Error(message)))
        worker.postMessage(given, [])
      }),
    task,
  ) as Promise<Answer>
}
