import { useSyncExternalStore } from 'react'
import type { ReadableStore } from '../worker/store.ts'

/** The present value of a store, rendered anew when it changes. */
export function useStore<T>(store: ReadableStore<T>): T {
  return useSyncExternalStore(store.subscribe, store.get)
}
