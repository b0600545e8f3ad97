import path from 'node:path'

import type { ChartkeyConfig } from '../../client/config.ts'
import { seed } from '../seed.ts'
import { buildDapp } from './buildDapp.ts'
import { createRunFolder } from './createRunFolder.ts'
import { CONFIG_FILE, deployApart } from './deployApart.ts'
import { freePort } from './freePort.ts'
import { onEnd } from './processes.ts'
import { startChain, type RunningChain } from './startChain.ts'
import { startSite } from './startSite.ts'
import { startStore, type RunningStore } from './startStore.ts'

export interface Demo {
  readonly url: string
  readonly config: ChartkeyConfig
  /** The file of it, for the command line. */
  readonly configFile: string
  readonly chain: RunningChain
  readonly store: RunningStore
}

export interface StartDemoOptions {
  /** Each is taken when free, else the system chooses one. */
  readonly ports?: { readonly page: number; readonly chain: number; readonly store: number }
  /** Without the practice people's records. */
  readonly isEmpty?: boolean
  /** Told what is done, with the seconds that it took. */
  readonly onStep?: (sentence: string, seconds: number) => void
}

/** Starts a chain, a store and the page on this computer, with practice people. `endAll` ends it. */
export async function startDemo({
  ports = { page: 0, chain: 0, store: 0 },
  isEmpty = false,
  onStep = () => {},
}: StartDemoOptions = {}): Promise<Demo> {
  const step = async <T>(sentence: string, work: Promise<T>): Promise<T> => {
    const started = performance.now()
    const result = await work
    onStep(sentence, (performance.now() - started) / 1_000)
    return result
  }

  const { directory, isOnly } = await createRunFolder()
  const port = await freePort(ports.page)
  const origins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`]
  const building = step('the page is built', buildDapp())
  // Whoever awaits it reports its failure; until then it must not count as unhandled.
  building.catch(() => {})
  const chain = await step('the chain answers', startChain({ port: ports.chain }))
  const store = await startStore({ directory: path.join(directory, 'ipfs'), origins, port: ports.store })
  // Without being told, the command line follows the first of several runs.
  const configFile = isOnly ? CONFIG_FILE : path.join(directory, 'chartkey.json')
  const config = await step(
    'the contracts are deployed',
    deployApart({ rpcUrl: chain.rpcUrl, store, out: configFile }),
  )
  if (!isEmpty) await step('the practice people are in', seed(config))
  const site = await startSite({ directory: await building, config, port })
  onEnd(() => site.stop())
  return { url: site.url, config, configFile, chain, store }
}
