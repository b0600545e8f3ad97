import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { parseChartkeyConfig, type ChartkeyConfig, type StoreConfig } from '../../client/config.ts'
import { PROJECT_ROOT, startNodeProcess } from './processes.ts'

/** Where the command line looks for `chartkey.json`. */
export const CONFIG_FILE = path.join(PROJECT_ROOT, '.chartkey', 'chartkey.json')

export interface DeployApartOptions {
  readonly rpcUrl: string
  readonly store: StoreConfig
  /** Where to leave `chartkey.json`; nowhere by default. */
  readonly out?: string
}

/**
 * Deploys to a local chain in a process of its own: Hardhat's plugins and the compiler change the process that loads
 * them, its assertions and what becomes of unhandled errors.
 *
 * @throws when it fails, with what it printed
 */
export async function deployApart({ rpcUrl, store, out }: DeployApartOptions): Promise<ChartkeyConfig> {
  const directory = await mkdtemp(path.join(tmpdir(), 'chartkey-deploy-'))
  try {
    const file = out ?? path.join(directory, 'chartkey.json')
    const stores = ['--store', [store.name, store.rpcUrl, store.gatewayUrl].join(',')]
    const child = startNodeProcess(['scripts/deploy.ts', '--rpc-url', rpcUrl, ...stores, '--out', file])
    if ((await child.exited) !== 0) throw new Error(`The contracts were not deployed.\n${child.tail()}`)
    return parseChartkeyConfig(await readFile(file, 'utf8'))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
