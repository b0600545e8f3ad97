import type { OwnChart } from '#client'
import { type Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** The charts that this account owns. Disabled while locked. */
export function useOwnCharts(): Loaded<readonly OwnChart[]> {
  return useSessionLoaded(['own-charts'], (api) => api.listOwnCharts())
}
