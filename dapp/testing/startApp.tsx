import './dom.ts'
import { cleanup, render } from '@testing-library/react'
import type { ChartkeyConfig } from '#client'
import { App } from '../src/app/App.tsx'
import { createWagmiConfig } from '../src/app/wagmi.ts'
import type { DemoWalletAccount } from '../src/features/demo-wallet/createDemoWallet.ts'
import { type Engine, createEngine } from '../src/worker/createEngine.ts'
import { type AnnouncedWallet, TEST_WALLET_RDNS, announceTestWallet } from './announceTestWallet.ts'
import { createThreadWorker } from './createThreadWorker.ts'

/** One person's tab: an engine with real parts, whose pages are shown or not. */
export type Tab = {
  readonly engine: Engine
  readonly wallet: AnnouncedWallet
  /** Shows the pages, beginning at a route. */
  show(route: string): void
  /** As when the tab is closed, or its page loaded anew: what is in hand is gone, what was sent goes on. */
  close(): void
}

/** Opens a tab whose wallet holds one account, and connects it. One tab is open at a time. */
export async function openTab(config: ChartkeyConfig, account: DemoWalletAccount): Promise<Tab> {
  const wallet = announceTestWallet(config, [account])
  const workers: Worker[] = []
  let isClosed = false
  const engine = createEngine({
    config,
    wagmi: createWagmiConfig(config),
    createWorker() {
      const worker = createThreadWorker()
      if (isClosed) worker.terminate()
      else workers.push(worker)
      return worker
    },
  })
  const connected = await engine.wallet.connect(TEST_WALLET_RDNS)
  if (connected.status !== 'done') throw new Error(connected.status)
  return {
    engine,
    wallet,
    show(route) {
      location.hash = route
      render(<App engine={engine} />)
    },
    close() {
      cleanup()
      isClosed = true
      engine.session.lock()
      for (const worker of workers) worker.terminate()
      wallet.withdraw()
      location.hash = ''
    },
  }
}

/** Sets up a patient's account in its tab, which is open then. */
export async function setUpPatient({ engine }: Tab): Promise<void> {
  const prepared = await engine.session.prepareAccount({ kind: 'patient' })
  if (prepared.status !== 'done') throw new Error(prepared.status)
  const published = await engine.acts.run({ kind: 'publishAccount' })
  if (published.status !== 'done') throw new Error(published.status)
}
