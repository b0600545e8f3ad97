import type { ChartId, OpenedRecord } from '#client'
import { type Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** One record, its body opened and checked whole. Disabled while locked or for null. */
export function useRecord(chart: ChartId | null, number: number | null): Loaded<OpenedRecord> {
  return useSessionLoaded(
    ['record', chart, number],
    (api) => api.readRecord({ chart: chart!, number: number! }),
    {
      isEnabled: chart !== null && number !== null,
      isFixed: true,
    },
  )
}
