import type { ToastMessage } from '../worker/types.ts'
import { useEngine } from './useEngine.ts'
import { useStore } from './useStore.ts'

export type UseToastsReturnType = {
  /** Oldest first. */
  readonly toasts: readonly ToastMessage[]
  show(tone: ToastMessage['tone'], text: string): void
  dismiss(id: number): void
}

/** What was done or declined, to be said in passing. */
export function useToasts(): UseToastsReturnType {
  const { toasts } = useEngine()
  return { toasts: useStore(toasts.list), show: toasts.show, dismiss: toasts.dismiss }
}
