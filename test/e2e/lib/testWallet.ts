import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import type { TestWalletAsked, TestWalletControl, TestWalletParameters } from './testWalletInPage.ts'

const ENTRY = fileURLToPath(new URL('./testWalletInPage.ts', import.meta.url))

let bundle: Promise<string> | null = null

/**
 * An init script which gives every page of a browser context a wallet of its own: the dApp's demo wallet, announced as
 * any other by EIP-6963, and answered by the test through `window.testWallet`.
 */
export async function testWalletScript(parameters: TestWalletParameters): Promise<string> {
  bundle ??= bundleWallet()
  return `${await bundle}\n;testWalletModule.startTestWallet(${JSON.stringify(parameters)});`
}

/** Plays the user of the wallet in a page. What was chosen is forgotten by a reload, but for the connected account. */
export function testWallet(page: Page): AsyncControl {
  const call = async (name: keyof TestWalletControl, ...parameters: unknown[]) =>
    await page.evaluate(
      ([name, parameters]) => (window.testWallet![name] as (...all: unknown[]) => unknown)(...parameters),
      [name, parameters] as const,
    )
  return {
    automatically: async () => void (await call('automatically')),
    hold: async () => void (await call('hold')),
    approve: async (account) => void (await call('approve', ...(account === undefined ? [] : [account]))),
    reject: async () => void (await call('reject')),
    varySignatures: async () => void (await call('varySignatures')),
    dropNextTransaction: async () => void (await call('dropNextTransaction')),
    starveNextTransaction: async () => void (await call('starveNextTransaction')),
    selectChain: async (chainId) => void (await call('selectChain', chainId)),
    selectAccount: async (account) => void (await call('selectAccount', account)),
    asked: async () => (await call('asked')) as readonly TestWalletAsked[],
  }
}

export type AsyncControl = {
  readonly [K in keyof TestWalletControl]: (
    ...parameters: Parameters<TestWalletControl[K]>
  ) => Promise<ReturnType<TestWalletControl[K]>>
}

async function bundleWallet(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: ENTRY, formats: ['iife'], name: 'testWalletModule', fileName: 'testWallet' },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (output === undefined || !('output' in output)) throw new Error('The test wallet was not bundled.')
  const chunk = output.output.find((file) => file.type === 'chunk')
  if (chunk === undefined || chunk.type !== 'chunk') throw new Error('The test wallet was not bundled.')
  return chunk.code
}
