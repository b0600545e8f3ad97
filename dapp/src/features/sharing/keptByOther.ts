import type { ChartContents } from '../../worker/types.ts'

export type RightKind = 'grant' | 'delegate' | 'offer'

/** By what an account goes on reading the chart when one of its rights ends, as a sentence; null where by nothing. */
export function keptByOther(
  chart: Pick<ChartContents, 'delegates' | 'offer'> & Partial<Pick<ChartContents, 'grants'>>,
  account: string,
  ended: RightKind,
): string | null {
  const is = (other: string) => other.toLowerCase() === account.toLowerCase()
  const acts = chart.delegates.some(({ delegate, isExpired }) => !isExpired && is(delegate))
  if (ended !== 'delegate' && acts) return 'This account also acts for you.'
  const isOffered = chart.offer !== null && !chart.offer.isExpired && is(chart.offer.successor)
  if (ended !== 'offer' && isOffered) return 'This chart is also offered to this account.'
  const reads = (chart.grants ?? []).some(({ grantee, isExpired }) => !isExpired && is(grantee))
  return ended !== 'grant' && reads ? 'This account also has access of its own.' : null
}
