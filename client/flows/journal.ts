import type { KeyValueStorage } from '../chain/types.ts'
import type { ChartkeyConfig } from '../config.ts'
import type { Journal, JournalEntry } from './types.ts'

/** Remembers transactions on their way, one entry each, apart for each deployment. */
export function createJournal(config: ChartkeyConfig, storage: KeyValueStorage): Journal {
  const { chain, contracts } = config
  const prefix = `chartkey/sent/${chain.id}/${contracts.charts}/${contracts.deployBlockHash}/`
  return {
    add: (entry) => storage.set(prefix + entry.hash, JSON.stringify(entry)),
    remove: (hash) => storage.remove(prefix + hash),
    async list() {
      const keys = (await storage.keys()).filter((key) => key.startsWith(prefix))
      const texts = await Promise.all(keys.map((key) => storage.get(key)))
      return texts
        .flatMap((text) =>
          text === null ? [] : [{ stored: [], ...(JSON.parse(text) as object) } as unknown as JournalEntry],
        )
        .toSorted((a, b) => a.sentAt - b.sentAt)
    },
  }
}
