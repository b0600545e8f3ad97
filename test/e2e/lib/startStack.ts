import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { ChartkeyConfig } from '#client'
import { buildDapp } from '../../../scripts/lib/buildDapp.ts'
import { deployApart } from '../../../scripts/lib/deployApart.ts'
import { freePort } from '../../../scripts/lib/freePort.ts'
import { startChain, type RunningChain } from '../../../scripts/lib/startChain.ts'
import { startSite } from '../../../scripts/lib/startSite.ts'
import { startStore, type RunningStore, type StartStoreOptions } from '../../../scripts/lib/startStore.ts'
import { createGate, type Gate } from './createGate.ts'

/** Everything that the page needs, started for a test: a chain and a store behind gates, contracts, and the page. */
export interface Stack {
  readonly url: string
  /** As the page reads it: the chain and the store are those behind the gates. */
  readonly config: ChartkeyConfig
  readonly chain: RunningChain
  readonly chainGate: Gate
  readonly store: RunningStore
  readonly storeGate: Gate
  stop(): Promise<void>
}

export interface StartStackOptions {
  /** Starts the store; the embedded node by default. */
  readonly start?: (options: StartStoreOptions) => Promise<RunningStore>
  readonly maxFileBytes?: number
}

export async function startStack({
  start = startStore,
  maxFileBytes,
}: StartStackOptions = {}): Promise<Stack> {
  const directory = await mkdtemp(path.join(tmpdir(), 'chartkey-e2e-'))
  const port = await freePort()
  const origins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`]
  const [page, chain, store] = await Promise.all([buildDapp(), startChain(), start({ directory, origins })])
  const deployed = await deployApart({ rpcUrl: chain.rpcUrl, store })
  const [chainGate, storeGate] = await Promise.all([createGate(chain.rpcUrl), createGate(store.rpcUrl)])
  const gatewayGate = store.gatewayUrl === store.rpcUrl ? storeGate : await createGate(store.gatewayUrl)
  const config: ChartkeyConfig = {
    ...deployed,
    chain: { ...deployed.chain, rpcUrl: chainGate.url },
    stores: [{ name: store.name, rpcUrl: storeGate.url, gatewayUrl: gatewayGate.url }],
    ...(maxFileBytes === undefined ? {} : { maxFileBytes }),
  }
  const site = await startSite({ directory: page, config, port })
  const gate: Gate = {
    url: storeGate.url,
    open: async () => void (await Promise.all([storeGate.open(), gatewayGate.open()])),
    close: async () => void (await Promise.all([storeGate.close(), gatewayGate.close()])),
    spoil(accepts) {
      storeGate.spoil(accepts)
      gatewayGate.spoil(accepts)
    },
  }
  return {
    url: site.url,
    config,
    chain,
    chainGate,
    store,
    storeGate: gate,
    async stop() {
      await site.stop()
      await Promise.all([chainGate.close(), gate.close()])
      await Promise.all([chain.stop(), store.stop()])
      await rm(directory, { recursive: true, force: true })
    },
  }
}
