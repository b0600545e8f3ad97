import { groupRecords } from '#client'
import type { ChartContents, RecordSummary } from '../../worker/types.ts'

export type Versions = {
  /** The numbers of the record and of all that it corrects or is corrected by, ascending. */
  readonly all: readonly number[]
  /** The others that this reader can read, newest first. */
  readonly others: readonly RecordSummary[]
  /** The one that counts now, when it is not this one. */
  readonly later: RecordSummary | null
}

/** What a record corrects, and what corrects it. */
export function versionsOf(chart: Pick<ChartContents, 'records'>, record: RecordSummary): Versions {
  const groups = [...groupRecords(chart.records).values()]
  const all = groups.find((numbers) => numbers.includes(record.number)) ?? [record.number]
  const seen = chart.records
    .filter(({ number, state }) => all.includes(number) && state !== 'no-access')
    .toSorted((a, b) => b.number - a.number)
  const [newest] = seen
  return {
    all,
    others: seen.filter(({ number }) => number !== record.number),
    later: newest === undefined || newest.number <= record.number ? null : newest,
  }
}

/** The numbers of the records that count now: of each group the newest that this reader can read. */
export function currentNumbers(records: readonly RecordSummary[]): ReadonlySet<number> {
  return new Set(groupRecords(records.filter(({ state }) => state !== 'no-access')).keys())
}
