/** A value that can be watched. */
export type ReadableStore<T> = {
  get(): T
  /** Returns the function that ends the subscription. */
  subscribe(listener: () => void): () => void
}

export type Store<T> = ReadableStore<T> & { set(value: T): void }

export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      listeners.forEach((listener) => listener())
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
