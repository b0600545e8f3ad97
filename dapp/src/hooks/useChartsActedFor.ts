import type { ActedForChart } from '../worker/types.ts'
import type { Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** The charts in which this account acts for the owner. Disabled while locked. */
export function useChartsActedFor(): Loaded<readonly ActedForChart[]> {
  return useSessionLoaded(['charts-acted-for'], (api) => api.listChartsActedFor())
}
