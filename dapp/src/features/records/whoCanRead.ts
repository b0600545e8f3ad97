import type { ChartContents, GrantSummary, RecordSummary } from '../../worker/types.ts'

/** The live grants that read a section. */
export function readersOf(chart: Pick<ChartContents, 'grants'>, section: number): readonly GrantSummary[] {
  return chart.grants.filter((grant) => !grant.isExpired && grant.read.includes(section))
}

/** The live grants that read this very record: of its section, and with history back to its keys. */
export function readersOfRecord(
  chart: Pick<ChartContents, 'grants'>,
  record: RecordSummary,
): readonly GrantSummary[] {
  return readersOf(chart, record.section).filter((grant) => grant.sinceEpoch <= record.epoch)
}

/** Under a section's name: "Only you", "1 other can read", "3 others can read". */
export function readersLine(count: number): string {
  if (count === 0) return 'Only you can read'
  return count === 1 ? '1 other can read' : `${count} others can read`
}
