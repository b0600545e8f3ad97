import type { ChartId } from '#client'
import type { Address } from 'viem'
import type { MadeByDelegate } from '../worker/types.ts'
import type { Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** What a person who acts for the owner gave, and what is open still. Disabled while locked. */
export function useMadeByDelegate(chart: ChartId, delegate: Address): Loaded<MadeByDelegate> {
  return useSessionLoaded(['made-by', chart, delegate], (api) => api.listMadeByDelegate({ chart, delegate }))
}
