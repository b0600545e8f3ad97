import { useChartsActedFor } from '../../hooks/useChartsActedFor.ts'
import type { Loaded } from '../../hooks/useLoaded.ts'
import { useOffersToMe } from '../../hooks/useOffersToMe.ts'
import { useOwnCharts } from '../../hooks/useOwnCharts.ts'
import { useSession } from '../../hooks/useSession.ts'
import type { Failure } from '../../worker/types.ts'

/** Where an open account begins: its chart, the charts open to it, or the rest of its set-up. */
export type Home =
  | { readonly status: 'locked' }
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: Failure; readonly retry: () => void }
  | { readonly status: 'found'; readonly href: string }

export function useHome(): Home {
  const { state } = useSession()
  const own = useOwnCharts()
  const acted = useChartsActedFor()
  const offers = useOffersToMe()
  if (state.status !== 'unlocked') return { status: 'locked' }
  if (state.kind !== 'patient') return { status: 'found', href: '/charts' }
  const first = own.data?.[0]
  if (first !== undefined) return { status: 'found', href: `/chart/${first.id}/records` }
  const other = acted.data?.[0]
  if (own.data !== undefined && other !== undefined) {
    return { status: 'found', href: `/chart/${other.id}/records` }
  }
  if (own.data !== undefined && isKnown(acted) && isKnown(offers)) {
    return { status: 'found', href: (offers.data ?? []).length > 0 ? '/charts' : '/set-up' }
  }
  if (own.failure !== null) return { status: 'failed', failure: own.failure, retry: own.refresh }
  return { status: 'loading' }
}

function isKnown({ data, failure }: Loaded<unknown>): boolean {
  return data !== undefined || failure !== null
}
