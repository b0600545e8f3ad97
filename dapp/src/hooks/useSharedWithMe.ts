import type { SharedWithMe } from '../worker/types.ts'
import type { Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** The single records that others share with this account. Disabled while locked. */
export function useSharedWithMe(): Loaded<readonly SharedWithMe[]> {
  return useSessionLoaded(['shared-with-me'], (api) => api.listSharedWithMe())
}
