const LOCALE = 'en-GB'
const DAY_MONTH = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' })
const SHORT = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' })
const LONG = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', year: 'numeric' })
const MONTH = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric' })
const TIME = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' })

/** A chain time, in seconds, as a date. The one place where seconds become milliseconds. */
export function dateOfSeconds(seconds: number): Date {
  return new Date(seconds * 1000)
}

/** The day and the short month apart, for the margin: `['14', 'Oct']`. */
export function formatDayMonth(date: Date): readonly [day: string, month: string] {
  const parts = DAY_MONTH.formatToParts(date)
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return [of('day'), of('month')]
}

/** `14 Oct 2026` */
export function formatDate(date: Date): string {
  return SHORT.format(date)
}

/** `14 October 2026` */
export function formatLongDate(date: Date): string {
  return LONG.format(date)
}

/** `October 2026` */
export function formatMonth(date: Date): string {
  return MONTH.format(date)
}

/** `09:14` */
export function formatTime(date: Date): string {
  return TIME.format(date)
}

/**
 * A day, or a month or year alone, as FHIR and `<input type="date">` write it, without moving it across time zones:
 * `2026`, `2026-10`, `2026-10-14`, `2026-10-14T09:30:00Z`. Null when it is none of these.
 */
export function formatIsoDate(text: string): string | null {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.*)?)?)?$/.exec(text)
  if (match === null) return null
  const [, year, month, day, time] = match
  if (time !== undefined) {
    const date = new Date(text)
    return Number.isNaN(date.getTime()) ? null : formatDate(date)
  }
  const date = new Date(Number(year), Number(month ?? 1) - 1, Number(day ?? 1))
  if (month === undefined) return year ?? null
  return day === undefined ? formatMonth(date) : formatDate(date)
}
