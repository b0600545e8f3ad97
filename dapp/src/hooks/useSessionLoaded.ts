import type { WorkerRemote } from '../worker/createEngine.ts'
import { useEngine } from './useEngine.ts'
import { type Loaded, type LoadedOptions, useLoaded } from './useLoaded.ts'
import { useStore } from './useStore.ts'

/** A query that needs the open session: its key holds the account, it waits while locked, and a lock forgets it. */
export function useSessionLoaded<T>(
  key: readonly (string | number | null)[],
  read: (api: WorkerRemote) => Promise<T>,
  options: LoadedOptions = {},
): Loaded<T> {
  const { call, session } = useEngine()
  const state = useStore(session.state)
  return useLoaded(['session', state.status === 'none' ? null : state.account, ...key], () => call(read), {
    ...options,
    isEnabled: state.status === 'unlocked' && (options.isEnabled ?? true),
  })
}
