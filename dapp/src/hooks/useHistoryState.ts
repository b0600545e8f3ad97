import type { ChartId } from '#client'
import type { HistoryState } from '../worker/types.ts'
import type { Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** How far the re-encryption of what was filed earlier is. Disabled while locked or for null. */
export function useHistoryState(chart: ChartId | null): Loaded<HistoryState> {
  return useSessionLoaded(['history', chart], (api) => api.readHistoryState(chart!), {
    isEnabled: chart !== null,
  })
}
