import { KeyRound } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { formatUntil, isSoon } from '../../components/format/until.ts'
import { useNow } from '../../components/useNow.ts'
import type { DelegateSummary } from '../../worker/types.ts'
import { AccessNote, AccessRow } from './AccessRow.tsx'
import { ChangedKeyNote } from './ChangedKeyNote.tsx'
import { nameOfAccount } from './grantWords.ts'
import { WhoHasAccess } from './WhoHasAccess.tsx'

export type DelegateRowProps = {
  readonly delegate: DelegateSummary
  /** The chart is this account's own. */
  readonly isOwner: boolean
  /** It is this account itself. */
  readonly isMe: boolean
  /** Absent for who may not change it: another person who acts for the owner. */
  readonly onChange?: (() => void) | undefined
  readonly onRemove?: (() => void) | undefined
  readonly isLocked: boolean
  readonly onAcceptKey: () => void
}

/** Somebody who acts for the owner. */
export function DelegateRow({
  delegate,
  isOwner,
  isMe,
  onChange,
  onRemove,
  isLocked,
  onAcceptKey,
}: DelegateRowProps) {
  const now = useNow()
  const soon = !delegate.isExpired && isSoon(delegate.until, now)
  const name = nameOfAccount(delegate.delegate, delegate.name)
  return (
    <AccessRow
      until={delegate.until}
      isExpired={delegate.isExpired}
      person={
        <WhoHasAccess
          account={delegate.delegate}
          name={delegate.name}
          publicName={delegate.publicName}
          isOwner={isOwner}
          isMe={isMe}
        />
      }
      actions={
        onChange === undefined || onRemove === undefined ? undefined : (
          <>
            <Button
              kind={soon ? 'secondary' : 'quiet'}
              size="small"
              isDisabled={isLocked}
              onPress={onChange}
              aria-label={`Change how long ${name} acts for you`}
            >
              {soon ? 'Extend' : 'Change'}
            </Button>
            <Button
              kind="danger-quiet"
              size="small"
              isDisabled={isLocked}
              onPress={onRemove}
              aria-label={`Remove ${name}, who acts for you`}
            >
              Remove
            </Button>
          </>
        )
      }
    >
      <p className="text-ink-2">
        Can do <b className="font-semibold text-pen">what the owner can</b>, except hand the chart over, name
        others to act, end all access at once, or re-encrypt older records.
      </p>
      {delegate.isExpired ? (
        <AccessNote icon={<KeyRound />}>
          {name} could act until {formatUntil(delegate.until)}. Until you change the locks, that account could
          still open records filed since.
        </AccessNote>
      ) : null}
      <ChangedKeyNote reader={delegate} name={name} isLocked={isLocked} onAcceptKey={onAcceptKey} />
    </AccessRow>
  )
}
