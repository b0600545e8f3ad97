import type { ChartId } from '#client'
import { type Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** The charts that others handed to this account. Fails where `useOwnCharts` must leave them out. */
export function useReceivedCharts(): Loaded<readonly ChartId[]> {
  return useSessionLoaded(['received-charts'], (api) => api.listReceivedCharts())
}
