import { dayOfUntil, formatLongUntil, isoDay, untilOfDay } from '../../components/format/until.ts'
import type { ChartContents, GrantAccessRequest, GrantSummary, PurposeCode } from '../../worker/types.ts'
import type { History } from './history.ts'

/** What the wizard has so far. */
export type GiveAccessForm = {
  /** Null until an account with a profile was found. */
  readonly grantee: `0x${string}` | null
  readonly name: string
  readonly read: readonly number[]
  readonly write: readonly number[]
  readonly purpose: PurposeCode
  /** As `<input type="date">` gives it. */
  readonly day: string
  readonly history: History
}

export function emptyForm(now: Date): GiveAccessForm {
  return {
    grantee: null,
    name: '',
    read: [],
    write: [],
    purpose: 'TREAT',
    day: PRESETS[1].day(now),
    history: 'all',
  }
}

/** The form of an access that exists, to change it. */
export function formOfGrant(grant: GrantSummary, now: Date): GiveAccessForm {
  return {
    grantee: grant.grantee,
    name: grant.name ?? '',
    read: grant.read,
    write: grant.write,
    purpose: grant.purpose,
    day: grant.isExpired ? PRESETS[1].day(now) : dayOfUntil(grant.until),
    history: grant.sinceEpoch <= 1 ? 'all' : { since: grant.sinceEpoch },
  }
}

export function requestOfForm(
  form: GiveAccessForm,
  chart: Pick<ChartContents, 'id'>,
): GrantAccessRequest | null {
  if (form.grantee === null) return null
  return {
    kind: 'grantAccess',
    chart: chart.id,
    grantee: form.grantee,
    name: form.name.trim() === '' ? null : form.name.trim(),
    read: form.read,
    write: form.write,
    until: untilOfDay(form.day),
    purpose: form.purpose,
    history: form.history,
  }
}

/** The ends that the page offers beside the calendar. */
export const PRESETS = [
  { label: 'One month', day: (now: Date) => monthsFrom(now, 1) },
  { label: 'Three months', day: (now: Date) => monthsFrom(now, 3) },
  { label: 'One year', day: (now: Date) => monthsFrom(now, 12) },
] as const

/** The same day some months on, or that month's last day where it has no such day. */
function monthsFrom(now: Date, months: number): string {
  const target = new Date(now.getFullYear(), now.getMonth() + months + 1, 0)
  return isoDay(new Date(target.getFullYear(), target.getMonth(), Math.min(now.getDate(), target.getDate())))
}

/** The ends offered for a person who acts for the owner. */
export const LONG_PRESETS = [
  { label: 'Three months', day: (now: Date) => monthsFrom(now, 3) },
  { label: 'One year', day: (now: Date) => monthsFrom(now, 12) },
  { label: 'Two years', day: (now: Date) => monthsFrom(now, 24) },
] as const

/** The ends offered where something should not stay open for long. */
export const SHORT_PRESETS = [
  { label: 'One week', day: (now: Date) => daysFrom(now, 7) },
  { label: 'Two weeks', day: (now: Date) => daysFrom(now, 14) },
  { label: 'One month', day: (now: Date) => monthsFrom(now, 1) },
] as const

function daysFrom(now: Date, days: number): string {
  return isoDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days))
}

/**
 * What is wrong with the last day of access; undefined when nothing is.
 *
 * @param limit Seconds: nothing may last beyond it.
 */
export function dayProblem(day: string, now: Date, limit?: number): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return 'Choose the last day of access.'
  if (day < isoDay(now)) return 'Choose today or a later day.'
  if (limit !== undefined && day > dayOfUntil(limit)) {
    return `Choose a day no later than ${formatLongUntil(limit)}, when your own time ends.`
  }
  return day > monthsFrom(now, 120) ? 'Choose a day within ten years.' : undefined
}

/** The one account that a pasted text names: an address, a wallet's QR text, or a link. Null for none, or for several. */
export function findAddress(text: string): `0x${string}` | null {
  const found = new Set([...text.matchAll(/0x[0-9a-fA-F]{40}(?![0-9a-fA-F])/g)].map((match) => match[0]))
  const [first, second] = found
  return first === undefined || second !== undefined ? null : (first as `0x${string}`)
}
