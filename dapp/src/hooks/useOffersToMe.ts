import type { OfferToMe } from '../worker/types.ts'
import type { Loaded } from './useLoaded.ts'
import { useSessionLoaded } from './useSessionLoaded.ts'

/** The charts that others offer to hand to this account. Disabled while locked. */
export function useOffersToMe(): Loaded<readonly OfferToMe[]> {
  return useSessionLoaded(['offers-to-me'], (api) => api.listOffersToMe())
}
