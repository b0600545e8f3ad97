import { formatList } from '../../components/format/formatList.ts'
import { formatPurpose } from '../../components/format/purposes.ts'
import { formatLongUntil, untilOfDay } from '../../components/format/until.ts'
import type { ChartContents, GrantSummary } from '../../worker/types.ts'
import type { GiveAccessForm } from './giveAccessForm.ts'
import { labelsOf } from './grantWords.ts'

export type GrantChanges = {
  /** One sentence each. */
  readonly lines: readonly string[]
  /** Something that could be read cannot be any more. */
  readonly isNarrowed: boolean
}

/** What becomes otherwise when an access is changed as the form says. */
export function grantChanges(
  chart: Pick<ChartContents, 'sections' | 'epoch'>,
  grant: GrantSummary,
  form: GiveAccessForm,
): GrantChanges {
  const labels = (numbers: readonly number[]) => formatList(labelsOf(chart.sections, numbers))
  const minus = (a: readonly number[], b: readonly number[]) => a.filter((number) => !b.includes(number))
  const lines: string[] = []
  const say = (numbers: readonly number[], words: (list: string) => string) => {
    if (numbers.length > 0) lines.push(words(labels(numbers)))
  }
  const lost = minus(grant.read, form.read)
  const since = sinceOf(form.history, chart.epoch)
  const isLater = form.read.length > 0 && grant.read.length > 0 && since > Math.max(grant.sinceEpoch, 1)
  say(minus(form.read, grant.read), (list) => `Can now read ${list} too.`)
  say(lost, (list) => `Can no longer read ${list}.`)
  say(minus(form.write, grant.write), (list) => `Can now add to ${list} too.`)
  say(minus(grant.write, form.write), (list) => `Can no longer add to ${list}.`)
  if (isLater) lines.push('Reads less of what was filed before.')
  else if (form.read.length > 0 && since < Math.max(grant.sinceEpoch, 1))
    lines.push('Reads more of what was filed before.')
  if (form.purpose !== grant.purpose) {
    lines.push(`Is for ${formatPurpose(form.purpose)}, no longer for ${formatPurpose(grant.purpose)}.`)
  }
  const until = untilOfDay(form.day)
  if (until !== grant.until) {
    lines.push(
      grant.isExpired
        ? `Begins anew, until ${formatLongUntil(until)}.`
        : until > grant.until
          ? `Lasts until ${formatLongUntil(until)} instead of ${formatLongUntil(grant.until)}.`
          : `Ends on ${formatLongUntil(until)} instead of ${formatLongUntil(grant.until)}.`,
    )
  }
  return { lines, isNarrowed: lost.length > 0 || isLater }
}

function sinceOf(history: GiveAccessForm['history'], epoch: number): number {
  if (history === 'all') return 1
  return history === 'from-now' ? epoch + 1 : history.since
}
