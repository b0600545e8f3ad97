import { HandHelping } from 'lucide-react'
import { Link } from 'wouter'
import { formatLongUntil } from '../../components/format/until.ts'
import type { ChartContents } from '../../worker/types.ts'

export type ActingForProps = {
  readonly chart: Pick<ChartContents, 'id' | 'role' | 'title' | 'actsUntil'>
  /** Says for whom, and leaves the rest to the page of sharing. */
  readonly isShort?: boolean
}

/** Says to who acts for the owner what that leaves out. Nothing in one's own chart. */
export function ActingFor({ chart, isShort }: ActingForProps) {
  if (chart.role !== 'delegate') return null
  return (
    <p className="mb-4 flex gap-2.5 rounded-control border border-line bg-inset px-4 py-2.5 text-sm">
      <HandHelping className="mt-[0.1em]" />
      <span>
        You act for <b>{chart.title}</b>
        {chart.actsUntil === null ? null : `, until ${formatLongUntil(chart.actsUntil)}`}.{' '}
        {isShort === true ? (
          <Link href={`/chart/${chart.id}/sharing`} className="text-spruce">
            What that leaves out
          </Link>
        ) : (
          'You can read, add, let others in until then, and end their access. You cannot hand the chart over, name others to act, end all access at once, or re-encrypt older records: only the owner can.'
        )}
      </span>
    </p>
  )
}
