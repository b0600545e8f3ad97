import { existsSync } from 'node:fs'
import path from 'node:path'

import { chromium as playwright } from 'playwright-core'

export interface FoundChromium {
  readonly executablePath: string
  /** Where it comes from, for a line of output. */
  readonly source: string
  readonly args: readonly string[]
}

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]

const INSTALLED: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/**
 * Finds a Chromium for the tests: the one that `CHARTKEY_CHROMIUM` names, the system's Chromium, Chrome or Edge, the one
 * inside the npm package @sparticuz/chromium (Linux x64), or Playwright's own download.
 *
 * @throws when there is none, or `CHARTKEY_CHROMIUM` names no file
 */
export async function findChromium(env: NodeJS.ProcessEnv = process.env): Promise<FoundChromium> {
  const named = env.CHARTKEY_CHROMIUM
  if (named === 'packaged')
    return (await findPackaged()) ?? fail('@sparticuz/chromium is not installed here.')
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) fail('CHARTKEY_CHROMIUM names no file.')
    return { executablePath: named, source: 'CHARTKEY_CHROMIUM', args: sandboxArgs() }
  }
  const system = findInstalled(env)
  if (system !== null) return { executablePath: system, source: 'this system', args: sandboxArgs() }
  const packaged = await findPackaged()
  if (packaged !== null) return packaged
  const own = playwright.executablePath()
  if (existsSync(own)) return { executablePath: own, source: 'Playwright', args: sandboxArgs() }
  return fail(
    'No Chromium was found. Install Chromium, Chrome or Edge, run `npx playwright-core install chromium`, ' +
      'or name one in CHARTKEY_CHROMIUM.',
  )
}

function findInstalled(env: NodeJS.ProcessEnv): string | null {
  const onPath = (env.PATH ?? '')
    .split(path.delimiter)
    .filter((directory) => path.isAbsolute(directory))
    .flatMap((directory) => NAMES.map((name) => path.join(directory, name)))
  return (
    [...(process.platform === 'win32' ? [] : onPath), ...(INSTALLED[process.platform] ?? [])].find(
      existsSync,
    ) ?? null
  )
}

async function findPackaged(): Promise<FoundChromium | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  try {
    const { default: packaged } = await import('@sparticuz/chromium')
    return {
      executablePath: await packaged.executablePath(),
      source: '@sparticuz/chromium',
      args: ['--no-sandbox', '--disable-setuid-sandbox'],
    }
  } catch {
    return null
  }
}

function sandboxArgs(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

function fail(sentence: string): never {
  throw new Error(sentence)
}
