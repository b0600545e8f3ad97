import { dateOfSeconds, formatDate, formatLongDate } from './formatDate.ts'

const DAY_MS = 86_400_000

/**
 * The chain's `until`, in seconds, for access that lasts through the given day: the midnight after it, where the
 * person is. The chain takes `until` as the first second without access.
 *
 * @param day As `<input type="date">` gives it: `2027-01-15`.
 */
export function untilOfDay(day: string): number {
  const [year, month, date] = day.split('-').map(Number)
  return Math.floor(new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + 1).getTime() / 1000)
}

/** The last day, where the person is, on which access until `until` still holds: `2027-01-15`. */
export function dayOfUntil(until: number): string {
  return isoDay(dateOfSeconds(until - 1))
}

/** A day as `<input type="date">` takes it. */
export function isoDay(date: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}

/** The last day of access: `15 Jan 2027`. */
export function formatUntil(until: number): string {
  return formatDate(dateOfSeconds(until - 1))
}

/** The last day of access: `15 January 2027`. */
export function formatLongUntil(until: number): string {
  return formatLongDate(dateOfSeconds(until - 1))
}

/** What is left until then: `5 days left`, `11 weeks left`, `1 year left`; `ended` when nothing is. */
export function formatTimeLeft(until: number, now: Date): string {
  const days = daysLeft(until, now)
  if (until * 1000 <= now.getTime()) return 'ended'
  if (days <= 0) return 'ends today'
  const months = Math.floor(days / 30.43)
  if (days < 21) return many(days, 'day')
  if (days < 84) return many(Math.floor(days / 7), 'week')
  if (days < 350 || (months > 14 && months < 21)) return many(months, 'month')
  return many(Math.round(days / 365.25), 'year')
}

/** Ends within a week, so that it needs the person soon. */
export function isSoon(until: number, now: Date): boolean {
  return until * 1000 > now.getTime() && daysLeft(until, now) <= 7
}

function daysLeft(until: number, now: Date): number {
  const last = dateOfSeconds(until - 1)
  const start = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((start(last) - start(now)) / DAY_MS)
}

function many(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'} left`
}
