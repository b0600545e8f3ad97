import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import type { Plugin } from 'vite'
import { createVitest } from 'vitest/node'
import type { SerializedConfig } from 'vitest'
import { findChromium } from '../../scripts/lib/findChromium.ts'
import { PROJECT_ROOT } from '../../scripts/lib/processes.ts'
import { createRemote, REMOTE_HELPERS } from './answerRemote.ts'
import type { Outcome } from './page.ts'
import type { Question } from './remote.ts'

const PAGE = fileURLToPath(new URL('./page.ts', import.meta.url))

/** A page waits for its chain and store now and then. */
const PAGES_AT_ONCE = 2

export type FileOutcome = {
  readonly file: string
  readonly outcomes: readonly Outcome[]
  readonly ms: number
}

/**
 * Runs test files in a real Chromium, each in a page of its own, by the runner that vitest brings for browsers.
 *
 * @param files paths from the project's root
 */
export async function runInChromium(
  files: readonly string[],
  onFile: (outcome: FileOutcome) => void,
): Promise<void> {
  const config = await browserConfig()
  const output = await bundle(files)
  let remote: ReturnType<typeof createRemote> | null = null
  const server = createServer((request, response) => {
    const { url = '/' } = request
    if (url === '/remote') {
      void json(request).then(async (question) => {
        response.end(JSON.stringify(await remote!.answer(question as Question)))
      })
      return
    }
    const code = output.get(new URL(url, 'http://localhost').pathname.slice(1))
    if (code !== undefined) response.writeHead(200, { 'content-type': 'text/javascript' }).end(code)
    else
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          '<!doctype html><meta charset="utf-8"><title>Tests</title><script type="module" src="/page.js"></script>',
        )
  })
  let browser: Browser | null = null
  try {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    remote = createRemote(origin)
    const { executablePath, args } = await findChromium()
    browser = await chromium.launch({ executablePath, args: [...args] })
    const queue = files.values()
    const drain = async () => {
      for (const file of queue) onFile(await runInPage(browser!, origin, file, config))
    }
    await Promise.all(Array.from({ length: PAGES_AT_ONCE }, drain))
  } finally {
    await browser?.close()
    server.closeAllConnections()
    server.close()
  }
}

async function runInPage(
  browser: Browser,
  origin: string,
  file: string,
  config: SerializedConfig,
): Promise<FileOutcome> {
  const started = performance.now()
  const context = await browser.newContext()
  const page = await context.newPage()
  const outcomes = await page
    .goto(origin)
    .then(() => page.waitForFunction('globalThis.runFile !== undefined'))
    .then(() =>
      page.evaluate(
        ([given, settings]) =>
          (
            globalThis as unknown as {
              runFile: (file: string, config: SerializedConfig) => Promise<Outcome[]>
            }
          ).runFile(given, settings),
        [file, config] as const,
      ),
    )
    .catch((error: unknown): Outcome[] => [{ name: 'the file', state: 'failed', errors: [String(error)] }])
  await context.close()
  return { file, outcomes, ms: performance.now() - started }
}

/** vitest's own settings for the client's tests, as it would hand them to a worker. */
async function browserConfig(): Promise<SerializedConfig> {
  const vitest = await createVitest('test', { root: PROJECT_ROOT, watch: false, project: ['client'] })
  try {
    const config = vitest.projects[0]!.serializedConfig
    return JSON.parse(JSON.stringify(config)) as SerializedConfig
  } finally {
    await vitest.close()
  }
}

async function bundle(files: readonly string[]): Promise<Map<string, string>> {
  const built = await build({
    configFile: false,
    root: PROJECT_ROOT,
    logLevel: 'error',
    plugins: [listTestFiles(files)],
    define: { 'process.env.NODE_ENV': '"test"' },
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      modulePreload: false,
      rollupOptions: {
        input: PAGE,
        // What a page cannot have fails the one file that imports it.
        shimMissingExports: true,
        output: { entryFileNames: 'page.js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
  const output = new Map<string, string>()
  for (const result of [built].flat()) {
    if (!('output' in result)) continue
    for (const part of result.output) if (part.type === 'chunk') output.set(part.fileName, part.code)
  }
  return output
}

function listTestFiles(files: readonly string[]): Plugin {
  const id = 'virtual:test-files'
  const remote = JSON.stringify(fileURLToPath(new URL('./remote.ts', import.meta.url)))
  return {
    name: 'test-files',
    enforce: 'pre',
    resolveId(source) {
      if (source === id) return `\0${id}`
      const file = path.posix.basename(source)
      return Object.hasOwn(REMOTE_HELPERS, file) ? `\0remote:${file}` : null
    },
    load(source) {
      const [, helper] = source.split('\0remote:')
      if (helper !== undefined) {
        const names = REMOTE_HELPERS[helper]!
        const functions = names.map((name) => `export const ${name} = remoteFunction('${name}')`)
        return [`import { remoteFunction } from ${remote}`, ...functions].join('\n')
      }
      if (source !== `\0${id}`) return null
      const entries = files.map(
        (file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(path.join(PROJECT_ROOT, file))})`,
      )
      return `export const testFiles = {\n${entries.join(',\n')}\n}`
    },
  }
}

async function json(request: IncomingMessage): Promise<unknown> {
  const parts = await Array.fromAsync(request as AsyncIterable<Uint8Array>)
  return JSON.parse(Buffer.concat(parts).toString('utf8'))
}
