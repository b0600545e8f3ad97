import type { ChartId } from '#client'
import type { Period } from '../worker/types.ts'
import type { Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** The times between two changes of a chart's locks. Disabled while locked or for null. */
export function usePeriods(chart: ChartId | null): Loaded<readonly Period[]> {
  return useSessionLoaded(['periods', chart], (api) => api.listPeriods(chart!), { isEnabled: chart !== null })
}
