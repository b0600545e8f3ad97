import { useQueries } from '@tanstack/react-query'
import { useEngine } from '../../hooks/useEngine.ts'
import { useStore } from '../../hooks/useStore.ts'
import type { WorkerRemote } from '../../worker/createEngine.ts'
import { readError } from '../../worker/readError.ts'
import type { Failure } from '../../worker/types.ts'

export type LoadedOne<T> = {
  readonly data: T | undefined
  readonly isLoading: boolean
  readonly failure: Failure | null
}

export type LoadedQuestion<T> = {
  /** As the hook for one of these has it, so that what is read here is not read there again. */
  readonly key: readonly [what: 'chart' | 'record', ...rest: (string | number)[]]
  readonly read: (api: WorkerRemote) => Promise<T>
  readonly isFixed?: boolean
}

/** Several things of the open session at once, in the order asked. */
export function useLoadedAll<T>(questions: readonly LoadedQuestion<T>[]): readonly LoadedOne<T>[] {
  const { call, session, deploymentKey } = useEngine()
  const state = useStore(session.state)
  const account = state.status === 'none' ? null : state.account
  return useQueries({
    queries: questions.map(({ key, read, isFixed }) => ({
      queryKey: [...deploymentKey, 'session', account, ...key],
      queryFn: () => call(read),
      enabled: state.status === 'unlocked',
      ...(isFixed === true ? { staleTime: Number.POSITIVE_INFINITY } : {}),
    })),
    combine: (results) =>
      results.map((result): LoadedOne<T> => {
        const reading = result.error === null ? null : readError(result.error)
        return {
          data: result.data,
          isLoading: result.isPending && result.error === null,
          failure: reading?.kind === 'failed' ? reading.failure : null,
        }
      }),
  })
}
