import type { ActRequest, ActResults, ActState, Outcome } from '../worker/types.ts'
import { useEngine } from './useEngine.ts'
import { useStore } from './useStore.ts'

export type UseActReturnType = {
  readonly state: ActState
  /**
   * Starts an act; one runs at a time, and the same state is seen by every caller of this hook, on every page.
   * Never throws. Resolves when the act has ended, with what it gave. While another act runs it is not started: `cancelled`.
   */
  run<K extends ActRequest['kind']>(
    request: Extract<ActRequest, { kind: K }>,
  ): Promise<Outcome<ActResults[K]>>
  /** Runs the request of a failed or rejected act again. */
  retry(): void
  /** Stops a running act while `canCancel` holds. */
  cancel(): void
  /** Back to idle, once it has ended. */
  dismiss(): void
}

/** Opens a chart, files records, gives or ends access, changes the locks, publishes an account: one at a time. */
export function useAct(): UseActReturnType {
  const { acts } = useEngine()
  return {
    state: useStore(acts.state),
    run: acts.run,
    retry: acts.retry,
    cancel: acts.cancel,
    dismiss: acts.dismiss,
  }
}
