import type { KeyValueStorage } from '#client'

const PREFIX = 'chartkey.'

/**
 * This browser's localStorage for the worker, which has none. It is given public data only: transactions on their way, and what
 * events told. Both are conveniences, so a full or forbidden storage forgets and does not fail.
 */
export function createPageStorage(storage: Storage = localStorage): KeyValueStorage {
  return {
    get: async (key) => storage.getItem(PREFIX + key),
    async set(key, value) {
      try {
        storage.setItem(PREFIX + key, value)
      } catch {
        storage.removeItem(PREFIX + key)
      }
    },
    remove: async (key) => storage.removeItem(PREFIX + key),
    keys: async () =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
        .filter((key) => key.startsWith(PREFIX))
        .map((key) => key.slice(PREFIX.length)),
  }
}
