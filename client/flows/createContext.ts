import { createChain } from '../chain/createChain.ts'
import type { KeyValueStorage } from '../chain/types.ts'
import type { ChartkeyConfig } from '../config.ts'
import { createStore } from '../ipfs/createStore.ts'
import { createJournal } from './journal.ts'
import { createLeftovers } from './leftovers.ts'
import type { Context } from './types.ts'

export type CreateContextOptions = {
  /** Bearer tokens of stores, by their names in the configuration. */
  readonly tokens?: Readonly<Record<string, string>>
  /** Keeps the journal and what events told: localStorage, IndexedDB or a file. Given public data only. */
  readonly storage?: KeyValueStorage
}

/** Everything that the flows need of one deployment. Opens no connection by itself. */
export function createContext(config: ChartkeyConfig, options: CreateContextOptions = {}): Context {
  const { tokens = {}, storage } = options
  return {
    config,
    chain: createChain(config, storage === undefined ? {} : { cache: storage }),
    stores: config.stores.map((store) => createStore({ ...store, token: tokens[store.name] })),
    journal: storage === undefined ? null : createJournal(config, storage),
    leftovers: storage === undefined ? null : createLeftovers(config, storage),
  }
}
