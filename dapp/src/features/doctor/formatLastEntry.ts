import { formatDate, formatDayMonth, formatTime } from '../../components/format/formatDate.ts'

const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short' })
const WEEK_MS = 6 * 86_400_000

/** The margin of the list: `Today` with the hour, `Fri 16 Oct` within a week, `12 Oct` this year, `12 Oct 2025` before. */
export function formatLastEntry(date: Date, now: Date): readonly [day: string, time: string | null] {
  if (date.toDateString() === now.toDateString()) return ['Today', formatTime(date)]
  const dayMonth = formatDayMonth(date).join(' ')
  const isRecent = date < now && now.getTime() - date.getTime() < WEEK_MS
  if (isRecent) return [`${WEEKDAY.format(date)} ${dayMonth}`, null]
  return [date.getFullYear() === now.getFullYear() ? dayMonth : formatDate(date), null]
}
