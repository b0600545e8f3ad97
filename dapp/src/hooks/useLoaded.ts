import { useQuery } from '@tanstack/react-query'
import type { Failure } from '../worker/types.ts'
import { readError } from '../worker/readError.ts'
import { useEngine } from './useEngine.ts'

/** Something read from the chain and the stores. Old data stays while newer data is read. */
export type Loaded<T> = {
  readonly data: T | undefined
  /** Nothing to show yet. */
  readonly isLoading: boolean
  readonly isRefreshing: boolean
  /** Why the last reading failed. `data` may still hold an earlier one. */
  readonly failure: Failure | null
  refresh(): void
}

export type LoadedOptions = {
  readonly isEnabled?: boolean
  /** True for what cannot change, as a filed record. */
  readonly isFixed?: boolean
}

/** A query whose key begins with the deployment, and whose error is a sentence. */
export function useLoaded<T>(
  key: readonly (string | number | null)[],
  read: () => Promise<T>,
  options: LoadedOptions = {},
): Loaded<T> {
  const { deploymentKey } = useEngine()
  const isEnabled = options.isEnabled ?? true
  const query = useQuery({
    queryKey: [...deploymentKey, ...key],
    queryFn: read,
    enabled: isEnabled,
    ...(options.isFixed ? { staleTime: Number.POSITIVE_INFINITY } : {}),
  })
  const reading = query.error === null ? null : readError(query.error)
  return {
    data: query.data,
    isLoading: isEnabled && query.isPending,
    isRefreshing: query.isFetching && !query.isPending,
    failure: reading?.kind === 'failed' ? reading.failure : null,
    refresh: () => void query.refetch(),
  }
}
