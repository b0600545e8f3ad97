import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { chromium, type BrowserContext, type Page } from 'playwright-core'
import type { Address, Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { findChromium } from '../../../scripts/lib/findChromium.ts'
import { PROJECT_ROOT } from '../../../scripts/lib/processes.ts'
import type { Stack } from './startStack.ts'
import { testWallet, testWalletScript, type AsyncControl } from './testWallet.ts'
import { watchProblems } from './watchProblems.ts'

/** A person with a browser profile and a wallet of their own. */
export interface Actor {
  readonly name: string
  readonly account: Address
  readonly privateKey: Hex
  readonly page: Page
  /** Plays the user of the wallet in the page. */
  readonly wallet: AsyncControl
  readonly context: BrowserContext
  /** What the page complained of without anybody looking. */
  readonly problems: readonly string[]
  allowProblems(pattern: RegExp): void
  /** Keeps a picture under test-results. */
  takeScreenshot(title: string): Promise<void>
  leave(): Promise<void>
}

export interface CreateActorOptions {
  readonly name: string
  readonly privateKey: Hex
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly hasTouch?: boolean
}

const present = new Set<Actor>()

/** Everybody who has not left yet. */
export function presentActors(): readonly Actor[] {
  return [...present]
}

/** Opens a browser profile of its own, with a wallet that holds one account, and goes to the page. */
export async function createActor(
  stack: Pick<Stack, 'url' | 'config'>,
  options: CreateActorOptions,
): Promise<Actor> {
  const { name, privateKey, viewport = { width: 1280, height: 900 }, hasTouch = false } = options
  const found = await findChromium()
  const profile = await mkdtemp(path.join(tmpdir(), 'chartkey-profile-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: found.executablePath,
    args: [...found.args],
    headless: true,
    viewport,
    hasTouch,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  context.setDefaultTimeout(30_000)
  const watch = await watchProblems(context)
  await context.addInitScript({
    content: await testWalletScript({
      accounts: [{ name, privateKey }],
      chainId: stack.config.chain.id,
      chainName: stack.config.chain.name,
      rpcUrl: stack.config.chain.rpcUrl,
    }),
  })
  const page = context.pages()[0] ?? (await context.newPage())
  const actor: Actor = {
    name,
    account: privateKeyToAccount(privateKey).address,
    privateKey,
    page,
    wallet: testWallet(page),
    context,
    problems: watch.problems,
    allowProblems: watch.allow,
    async takeScreenshot(title) {
      const directory = path.join(PROJECT_ROOT, 'test-results')
      await mkdir(directory, { recursive: true })
      const file = `${title}-${name}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
      await page.screenshot({ path: path.join(directory, `${file}.png`), fullPage: true, timeout: 10_000 })
    },
    async leave() {
      present.delete(actor)
      await context.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  present.add(actor)
  await page.goto(stack.url)
  return actor
}
