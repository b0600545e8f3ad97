import type { JournalStorage } from '#client'

const PREFIX = 'chartkey.journal.'

/** The journal of transactions that are on their way, in this browser's localStorage. It holds no secrets. */
export function createPageJournalStorage(storage: Storage = localStorage): JournalStorage {
  return {
    get: async (key) => storage.getItem(PREFIX + key),
    set: async (key, value) => storage.setItem(PREFIX + key, value),
    remove: async (key) => storage.removeItem(PREFIX + key),
    keys: async () =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
        .filter((key) => key.startsWith(PREFIX))
        .map((key) => key.slice(PREFIX.length)),
  }
}
