import type { ChartContents, ChartId } from '#client'
import { type Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** One chart: its sections, list of records and grants, checked against the chain. Disabled while locked or for null. */
export function useChart(chart: ChartId | null): Loaded<ChartContents> {
  return useSessionLoaded(['chart', chart], (api) => api.loadChart(chart!), { isEnabled: chart !== null })
}
