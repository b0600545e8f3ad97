import type { Range } from './fhir/types.ts'

/** Where the range begins and ends and where the value lies, each from 0 to 1 along a bar. Null when it cannot be drawn. */
export function rangeScale(
  range: Range,
): { readonly from: number; readonly to: number; readonly at: number } | null {
  const { low, high, value } = range
  if (value === null || (low === null && high === null)) return null
  if (low !== null && high !== null && high <= low) return null
  const least = low === null ? Math.min(0, high ?? 0, value) : low - spread(low, high)
  const most = high === null ? (low ?? 0) + spread(low, high) * 2 : high + spread(low, high)
  const start = Math.min(least, value)
  const end = Math.max(most, value)
  if (!(end > start)) return null
  const place = (number: number) => (number - start) / (end - start)
  return { from: low === null ? 0 : place(low), to: high === null ? 1 : place(high), at: place(value) }
}

/** How much is drawn outside the range: half of it, or half of the one limit there is. */
function spread(low: number | null, high: number | null): number {
  if (low !== null && high !== null) return (high - low) / 2
  return Math.abs(low ?? high ?? 0) / 2 || 1
}
