import { formatDate, formatLongDate, dateOfSeconds } from '../../components/format/formatDate.ts'
import type { ChartContents, GrantHistory, Period } from '../../worker/types.ts'

/** How far back an access reaches: everything, since some change of the locks, or what is filed from now on. */
export type History = GrantHistory

export type HistoryOption = {
  readonly since: number
  /** Seconds. */
  readonly from: number
  /** How many records of the chosen sections it holds. */
  readonly records: number
  /** How many of them were filed before. */
  readonly before: number
}

type Counted = Pick<ChartContents, 'records'>

/**
 * The dates from which an access can begin, newest first: each change of the locks but the first, and one of those that
 * hold the same records alone.
 */
export function historyOptions(
  chart: Counted,
  periods: readonly Period[],
  read: readonly number[],
): readonly HistoryOption[] {
  const options: HistoryOption[] = []
  for (const { epoch, from } of periods.toSorted((a, b) => a.epoch - b.epoch)) {
    const { records, before } = countSince(chart, epoch, read)
    const last = options.at(-1)
    if (epoch <= 1 || records === 0 || before === 0 || last?.before === before) continue
    options.push({ since: epoch, from, records, before })
  }
  return options.toReversed()
}

/** How many records of these sections an access since an epoch opens, and how many it does not. */
export function countSince(
  chart: Counted,
  since: number,
  read: readonly number[],
): { readonly records: number; readonly before: number } {
  const own = chart.records.filter(({ section }) => read.includes(section))
  const records = own.filter(({ epoch }) => epoch >= since).length
  return { records, before: own.length - records }
}

/** How many records that are there already an access would not open. */
export function countHidden(chart: Counted, history: History, read: readonly number[]): number {
  if (history === 'all') return 0
  const since = history === 'from-now' ? Number.POSITIVE_INFINITY : history.since
  return countSince(chart, since, read).before
}

/** "what was filed since 3 May 2026", as it stands in the sentence. */
export function historyWords(history: History, periods: readonly Period[]): string {
  if (history === 'all') return 'everything already in these sections'
  if (history === 'from-now') return 'only what is filed from now on'
  const from = periods.find(({ epoch }) => epoch === history.since)?.from
  return from === undefined
    ? 'only what was filed since an earlier change of the locks'
    : `only what was filed since ${formatLongDate(dateOfSeconds(from))}`
}

/** `3 May 2026, 12 records` */
export function optionLabel({ from, records }: HistoryOption): string {
  return `${formatDate(dateOfSeconds(from))}, ${countRecords(records)}`
}

/** `1 record`, `12 records` */
export function countRecords(count: number): string {
  return count === 1 ? '1 record' : `${count} records`
}
