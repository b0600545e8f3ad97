import { type ReadableStore, createStore } from './store.ts'
import type { ToastMessage } from './types.ts'

export type Toasts = {
  readonly list: ReadableStore<readonly ToastMessage[]>
  show(tone: ToastMessage['tone'], text: string): void
  dismiss(id: number): void
}

const MAX_TOASTS = 3

/** What is said in passing. The newest stay; how long one is shown is the component's. */
export function createToasts(): Toasts {
  const list = createStore<readonly ToastMessage[]>([])
  let next = 1
  return {
    list,
    show(tone, text) {
      list.set([...list.get(), { id: next++, tone, text }].slice(-MAX_TOASTS))
    },
    dismiss(id) {
      list.set(list.get().filter((toast) => toast.id !== id))
    },
  }
}
