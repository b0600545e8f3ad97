import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ChartkeyConfig } from '#client'
import { deployApart } from '../../scripts/lib/deployApart.ts'
import { LOCAL_MNEMONIC, startChain } from '../../scripts/lib/startChain.ts'
import type { RunningChain } from '../../scripts/lib/startChain.ts'
import { startStore } from '../../scripts/lib/startStore.ts'
import type { RunningStore } from '../../scripts/lib/startStore.ts'

/** What a test's world stands on: processes and folders of this machine. */
export type Services = {
  readonly chain: RunningChain
  readonly store: RunningStore
  readonly config: ChartkeyConfig
  /** Of the chain's funded accounts. */
  readonly mnemonic: string
  stop(): Promise<void>
}

/** Starts a chain and a store of their own on free ports, and deploys the contracts. */
export async function startServices({
  origins = [],
}: { origins?: readonly string[] } = {}): Promise<Services> {
  const directory = await mkdtemp(path.join(tmpdir(), 'chartkey-world-'))
  const chain = await startChain()
  const store = await startStore({ directory, origins })
  const config = await deployApart({ rpcUrl: chain.rpcUrl, store })
  return {
    chain,
    store,
    config,
    mnemonic: LOCAL_MNEMONIC,
    async stop() {
      await chain.stop()
      await store.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
