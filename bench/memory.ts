import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { openWorkerPage } from '../scripts/lib/openWorkerPage.ts'
import type { WorkerPage } from '../scripts/lib/openWorkerPage.ts'
import { startNodeProcess } from '../scripts/lib/processes.ts'
import { MEMORY_LIMITS, PAUSE_LIMIT } from './limits.ts'
import type { MemoryAnswer } from './memory.worker.ts'
import type { NodeMemory } from './memoryInNode.ts'
import type { Times } from './sealAndOpen.ts'
import { table, verdict } from './table.ts'

const GB = 1_000_000_000
const MB = 1_000_000
const SIZES = { Node: 2 * GB, Chromium: GB } as const
const IDLE_MS = 5_000

/** Milliseconds between turns of a page that asks for one every 10. */
export type Pauses = { readonly median: number; readonly p99: number; readonly longest: number }

export type ChromiumMemory = Times & {
  /** Bytes, of the process that renders the page and runs its worker; null where the system does not say. */
  readonly peak: number | null
  /** While nothing else runs in the page, and while the worker works. */
  readonly idle: Pauses
  readonly busy: Pauses
}

export type MemoryReport = { readonly Node: NodeMemory; readonly Chromium: ChromiumMemory }

/**
 * Encrypts a big document as a record and decrypts it again, in a fresh process of Node and in a worker of Chromium, and
 * measures the most memory that either held and how the page answered meanwhile.
 *
 * @returns whether every figure is within its limit
 */
export async function benchMemory({ json }: { readonly json: boolean }): Promise<boolean> {
  const report = { Node: await measureInNode(), Chromium: await measureInChromium() }
  const exceeded = memoryExceedances(report)
  const limits = { peak: MEMORY_LIMITS, pause: PAUSE_LIMIT }
  console.log(
    json ? JSON.stringify({ sizes: SIZES, ...report, limits, exceeded }, null, 2) : format(report, exceeded),
  )
  return exceeded.length === 0
}

/** One sentence for each limit that is passed. */
export function memoryExceedances({ Node, Chromium }: MemoryReport): readonly string[] {
  const most = pauseLimits(Chromium.idle)
  return [
    ...(Node.peak <= MEMORY_LIMITS.Node
      ? []
      : [`Node: ${mb(Node.peak)}, the limit is ${mb(MEMORY_LIMITS.Node)}`]),
    ...(Chromium.peak === null || Chromium.peak <= MEMORY_LIMITS.Chromium
      ? []
      : [`Chromium: ${mb(Chromium.peak)}, the limit is ${mb(MEMORY_LIMITS.Chromium)}`]),
    ...(Chromium.busy.p99 <= most.p99
      ? []
      : [`The page: one turn in a hundred waited ${ms(Chromium.busy.p99)}, the limit is ${ms(most.p99)}`]),
    ...(Chromium.busy.longest <= most.longest
      ? []
      : [`The page: one turn waited ${ms(Chromium.busy.longest)}, the limit is ${ms(most.longest)}`]),
  ]
}

function measureInNode(): Promise<NodeMemory> {
  return withFolder(async (folder) => {
    const document = await createDocument(folder, SIZES.Node)
    const lines: string[] = []
    const child = startNodeProcess(['bench/memoryInNode.ts', document, path.join(folder, 'shelf')], {
      onLine: (line) => lines.push(line),
    })
    if ((await child.exited) !== 0) throw new Error(child.tail())
    return JSON.parse(lines.at(-1)!) as NodeMemory
  })
}

function measureInChromium(): Promise<ChromiumMemory> {
  return withFolder(async (folder) => {
    const document = await createDocument(folder, SIZES.Chromium)
    const worker = await openWorkerPage(fileURLToPath(new URL('./memory.worker.ts', import.meta.url)))
    try {
      const shelf = await startShelf(path.join(folder, 'shelf'), worker.origin)
      try {
        const { page } = worker
        await page.setContent('<!doctype html><title>Test</title><input type="file">')
        await page.setInputFiles('input', document)
        const idle = await watchPage(worker, null)
        const { answer, waits } = await watchPage(worker, shelf.url)
        if (answer === null || 'error' in answer)
          throw new Error(answer?.error ?? 'The worker did not answer.')
        const peak = await peakOfRenderer(worker)
        return { ...answer, peak, idle: pausesOf(idle.waits), busy: pausesOf(waits) }
      } finally {
        shelf.close()
      }
    } finally {
      await worker.close()
    }
  })
}

/** A file to which a page adds what it posts, and which it gets back whole. */
async function startShelf(file: string, origin: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', origin)
    const done =
      request.method === 'POST'
        ? pipeline(request, createWriteStream(file, { flags: 'a' })).then(() => response.end())
        : pipeline(createReadStream(file), response)
    done.catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Lets the page ask for a turn every 10 ms while the worker works, or for some seconds without it. */
function watchPage(
  { page }: WorkerPage,
  shelfUrl: string | null,
): Promise<{ waits: number[]; answer: MemoryAnswer | null }> {
  return page.evaluate(
    async ([url, idleMs]) => {
      const waits: number[] = []
      let last = performance.now()
      const timer = setInterval(() => {
        const now = performance.now()
        waits.push(now - last)
        last = now
      }, 10)
      const answer = await new Promise<MemoryAnswer | null>((resolve) => {
        if (url === null) {
          setTimeout(() => resolve(null), idleMs)
          return
        }
        const document = window.document.querySelector('input')!.files![0]!
        const worker = new Worker('/worker.js')
        worker.addEventListener('message', ({ data }: MessageEvent<MemoryAnswer>) => resolve(data))
        worker.addEventListener('error', ({ message }) => resolve({ error: message }))
        worker.postMessage({ document, shelfUrl: url }, [])
      })
      clearInterval(timer)
      return { waits, answer }
    },
    [shelfUrl, IDLE_MS] as const,
  )
}

function pauseLimits(idle: Pauses): Pick<Pauses, 'p99' | 'longest'> {
  return { p99: idle.p99 + PAUSE_LIMIT.p99, longest: idle.longest + PAUSE_LIMIT.longest }
}

function pausesOf(waits: readonly number[]): Pauses {
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
  return { median: at(0.5), p99: at(0.99), longest: sorted.at(-1)! }
}

/** The most memory that the page's process ever had resident, as Linux counts it. */
async function peakOfRenderer({ browser }: WorkerPage): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const peaks = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8')
        return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1])
      }),
  )
  return Math.max(...peaks)
}

/** A file of which every mebibyte differs and the rest is zeros, so that it takes no room on most disks. */
async function createDocument(folder: string, size: number): Promise<string> {
  const file = path.join(folder, 'document')
  const handle = await open(file, 'w')
  try {
    await handle.truncate(size)
    for (let offset = 0; offset + 8 <= size; offset += 1 << 20) {
      await handle.write(new Uint8Array(Float64Array.of(offset).buffer), 0, 8, offset)
    }
  } finally {
    await handle.close()
  }
  return file
}

async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chartkey-bench-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function format({ Node, Chromium }: MemoryReport, exceeded: readonly string[]): string {
  const row = (place: keyof typeof SIZES, { seal, open, peak }: Times & { peak: number | null }) => [
    place,
    `${SIZES[place] / GB} GB`,
    `${(SIZES[place] / 1000 / seal).toFixed(0)} MB/s`,
    `${(SIZES[place] / 1000 / open).toFixed(0)} MB/s`,
    peak === null ? 'unknown here' : mb(peak),
    mb(MEMORY_LIMITS[place]),
  ]
  const most = pauseLimits(Chromium.idle)
  const pauses = (name: string, { median, p99, longest }: Pauses) => [name, ms(median), ms(p99), ms(longest)]
  return [
    table([
      ['one document', 'size', 'encrypted', 'decrypted', 'most memory', 'limit'],
      row('Node', Node),
      row('Chromium', Chromium),
    ]),
    'Memory is what the whole process had resident at its fullest: Node itself, and the page’s process with its worker.',
    table([
      ['the page’s turns, one asked for each 10 ms', 'median', '1 in 100', 'longest'],
      pauses('idle', Chromium.idle),
      pauses('while the worker works', Chromium.busy),
      ['limit', '', ms(most.p99), ms(most.longest)],
    ]),
    verdict(exceeded),
  ].join('\n\n')
}

function mb(bytes: number): string {
  return `${(bytes / MB).toFixed(0)} MB`
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`
}
