import { formatUntil } from '../../components/format/until.ts'
import type { DelegateSummary } from '../../worker/types.ts'
import { AccessRow } from './AccessRow.tsx'
import type { RowContext } from './AccessRow.tsx'
import { nameOfAccount } from './grantWords.ts'

export type DelegateRowProps = RowContext & {
  readonly delegate: DelegateSummary
  readonly onChange: () => void
  readonly onRemove: () => void
}

/** Somebody who acts for the owner: the owner alone may change that. */
export function DelegateRow({ delegate, onChange, onRemove, ...row }: DelegateRowProps) {
  const name = nameOfAccount(delegate.delegate, delegate.name)
  return (
    <AccessRow
      {...row}
      account={delegate.delegate}
      reader={delegate}
      change={row.isOwner ? { of: `how long ${name} acts for you`, onPress: onChange } : undefined}
      end={row.isOwner ? { word: 'Remove', of: `${name}, who acts for you`, onPress: onRemove } : undefined}
      ranOut={`${name} could act until ${formatUntil(delegate.until)}. Until you change the locks, that account could still open records filed since.`}
    >
      <p className="text-ink-2">
        Can do <b className="font-semibold text-pen">what the owner can</b>, except hand the chart over, name
        others to act, end all access at once, or re-encrypt older records.
      </p>
    </AccessRow>
  )
}
