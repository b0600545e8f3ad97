import type { GrantChange, GrantTerms } from '../worker/types.ts'
import type { Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** What giving an access would change, as the chart is now. Give null to ask nothing. */
export function useGrantChange(terms: GrantTerms | null): Loaded<GrantChange> {
  const what = terms === null ? null : JSON.stringify([terms.grantee, terms.read, terms.write, terms.history])
  return useSessionLoaded(
    ['grant-change', terms?.chart ?? null, what],
    (api) => api.readGrantChange(terms!),
    { isEnabled: terms !== null },
  )
}
