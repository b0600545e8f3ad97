import { formatAddress } from '../../components/format/formatAddress.ts'
import type { ChartContents, RecordSummary } from '../../worker/types.ts'

/** Who filed a record, as the reader knows them: "You", the person whose chart it is, a private name, or the account. */
export function authorOf(
  record: RecordSummary,
  chart: Pick<ChartContents, 'owner' | 'title' | 'role'>,
  me: string,
): string {
  if (record.author.toLowerCase() === me.toLowerCase()) return 'You'
  if (record.authorName !== null) return record.authorName
  // Whose chart it is, is not told to who may read single records of it.
  if (chart.role === 'reader') return formatAddress(record.author)
  if (record.author.toLowerCase() === chart.owner.toLowerCase()) return chart.title
  return formatAddress(record.author)
}
