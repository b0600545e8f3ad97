import { formatList } from '../../components/format/formatList.ts'
import { formatPurpose } from '../../components/format/purposes.ts'
import { dayOfUntil, formatLongUntil, untilOfDay } from '../../components/format/until.ts'
import type { ChartContents, GrantSummary } from '../../worker/types.ts'
import type { GiveAccessForm } from './giveAccessForm.ts'
import { labelsOf } from './grantWords.ts'
import { countRecords } from './history.ts'

/** What becomes otherwise when an access is changed as the form says, one sentence each; `records` as they open and close. */
export function grantChanges(
  chart: Pick<ChartContents, 'sections'>,
  grant: GrantSummary,
  form: GiveAccessForm,
  records: { readonly opened: number; readonly closed: number } = { opened: 0, closed: 0 },
): readonly string[] {
  const labels = (numbers: readonly number[]) => formatList(labelsOf(chart.sections, numbers))
  const minus = (a: readonly number[], b: readonly number[]) => a.filter((number) => !b.includes(number))
  const lines: string[] = []
  const say = (numbers: readonly number[], words: (list: string) => string) => {
    if (numbers.length > 0) lines.push(words(labels(numbers)))
  }
  say(minus(form.read, grant.read), (list) => `Can now read ${list} too.`)
  say(minus(grant.read, form.read), (list) => `Can no longer read ${list}.`)
  say(minus(form.write, grant.write), (list) => `Can now add to ${list} too.`)
  say(minus(grant.write, form.write), (list) => `Can no longer add to ${list}.`)
  const { opened, closed } = records
  if (opened > 0)
    lines.push(`${countRecords(opened)} filed before ${opened === 1 ? 'opens' : 'open'} to them.`)
  if (closed > 0) {
    lines.push(`${countRecords(closed)} filed before no longer ${closed === 1 ? 'opens' : 'open'} to them.`)
  }
  if (form.purpose !== grant.purpose) {
    lines.push(`Is for ${formatPurpose(form.purpose)}, no longer for ${formatPurpose(grant.purpose)}.`)
  }
  const until = untilOfDay(form.day)
  const isSameDay = dayOfUntil(grant.until) === form.day
  if (grant.isExpired || !isSameDay) {
    lines.push(
      grant.isExpired
        ? `Begins anew, until ${formatLongUntil(until)}.`
        : until > grant.until
          ? `Lasts until ${formatLongUntil(until)} instead of ${formatLongUntil(grant.until)}.`
          : `Ends on ${formatLongUntil(until)} instead of ${formatLongUntil(grant.until)}.`,
    )
  }
  return lines
}
