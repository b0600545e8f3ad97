import type { ChartContents, GrantSummary } from '../../worker/types.ts'
import { GrantRow } from './GrantRow.tsx'

export type GrantListProps = {
  readonly chart: ChartContents
  readonly isLocked: boolean
  readonly onChange: (grant: GrantSummary) => void
  readonly onEnd: (grant: GrantSummary) => void
  readonly onAcceptKey: (grant: GrantSummary) => void
}

/** Who has access: what ends first is at the top, what ran out before it. */
export function GrantList({ chart, isLocked, onChange, onEnd, onAcceptKey }: GrantListProps) {
  const grants = chart.grants.toSorted((a, b) => a.until - b.until)
  return (
    <ul aria-label="Who has access" className="sm:ledger [--margin-width:7.75rem]">
      {grants.map((grant) => (
        <GrantRow
          key={grant.grantee}
          grant={grant}
          chart={chart}
          isLocked={isLocked}
          onChange={() => onChange(grant)}
          onEnd={() => onEnd(grant)}
          onAcceptKey={() => onAcceptKey(grant)}
        />
      ))}
    </ul>
  )
}
