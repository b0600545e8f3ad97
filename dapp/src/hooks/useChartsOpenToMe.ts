import type { OpenToMeChart } from '#client'
import { type Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** The charts that others opened to this account. Disabled while locked. */
export function useChartsOpenToMe(): Loaded<readonly OpenToMeChart[]> {
  return useSessionLoaded(['charts-open-to-me'], (api) => api.listChartsOpenTo())
}
