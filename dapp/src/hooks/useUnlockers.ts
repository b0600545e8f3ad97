import type { PersonToTell, UnlockerSummary, WaitingChart } from '#client'
import type { Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** The ways to unlock the open account, with their names. Disabled while locked. */
export function useUnlockers(): Loaded<readonly UnlockerSummary[]> {
  return useSessionLoaded(['unlockers'], (api) => api.listUnlockers())
}

/** Own charts whose locks still wait for the account's new key. Disabled while locked. */
export function useChartsToRenew(): Loaded<readonly WaitingChart[]> {
  return useSessionLoaded(['charts-to-renew'], (api) => api.listChartsToRenew())
}

/** Who let this account in and is to be told that its key changed, until they confirm it. Disabled while locked. */
export function usePeopleToTell(): Loaded<readonly PersonToTell[]> {
  return useSessionLoaded(['people-to-tell'], (api) => api.listPeopleToTell())
}
