import { dateOfSeconds, formatMonth } from '../../components/format/formatDate.ts'
import type { ChartContents, RecordSummary } from '../../worker/types.ts'
import { authorOf } from './authorOf.ts'
import { currentNumbers } from './versionsOf.ts'

export type RecordFilter = { readonly section: number | null; readonly words: string }

/**
 * What is listed: newest first, of one section or of all, with every word in title, section or author. Of a record that
 * was corrected, the newest version.
 */
export function selectRecords(
  chart: ChartContents,
  filter: RecordFilter,
  me: string,
): readonly RecordSummary[] {
  const words = filter.words.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const labels = new Map(chart.sections.map((section) => [section.number, section.label]))
  const current = currentNumbers(chart.records)
  return chart.records
    .filter((record) => current.has(record.number))
    .filter((record) => filter.section === null || record.section === filter.section)
    .filter((record) => {
      const text = [record.details?.title, labels.get(record.section), authorOf(record, chart, me)]
        .join(' ')
        .toLocaleLowerCase()
      return words.every((word) => text.includes(word))
    })
    .toSorted((a, b) => b.number - a.number)
}

/** Records in the order given, cut by the month in which they were filed. */
export function groupByMonth(
  records: readonly RecordSummary[],
): readonly { readonly month: string; readonly records: readonly RecordSummary[] }[] {
  const groups: { month: string; records: RecordSummary[] }[] = []
  for (const record of records) {
    const month = formatMonth(dateOfSeconds(record.filedAt))
    const last = groups.at(-1)
    if (last?.month === month) last.records.push(record)
    else groups.push({ month, records: [record] })
  }
  return groups
}
