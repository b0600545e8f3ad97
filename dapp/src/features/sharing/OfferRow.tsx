import { KeyRound } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { formatUntil } from '../../components/format/until.ts'
import type { OfferSummary } from '../../worker/types.ts'
import { AccessNote, AccessRow } from './AccessRow.tsx'
import { ChangedKeyNote } from './ChangedKeyNote.tsx'
import { nameOfAccount } from './grantWords.ts'
import { WhoHasAccess } from './WhoHasAccess.tsx'

export type OfferRowProps = {
  readonly offer: OfferSummary
  /** Absent for who may not withdraw it. */
  readonly onWithdraw?: (() => void) | undefined
  /** The chart is this account's own. */
  readonly isOwner: boolean
  /** It is offered to this account itself. */
  readonly isMe: boolean
  readonly isLocked: boolean
  readonly onAcceptKey: () => void
}

/** The account that the chart was offered to. */
export function OfferRow({ offer, isOwner, isMe, onWithdraw, isLocked, onAcceptKey }: OfferRowProps) {
  const name = nameOfAccount(offer.successor, offer.name)
  return (
    <AccessRow
      until={offer.until}
      isExpired={offer.isExpired}
      person={
        <WhoHasAccess
          account={offer.successor}
          name={offer.name}
          publicName={offer.publicName}
          isOwner={isOwner}
          isMe={isMe}
        />
      }
      actions={
        onWithdraw === undefined ? undefined : (
          <Button
            kind="danger-quiet"
            size="small"
            isDisabled={isLocked}
            onPress={onWithdraw}
            aria-label={`Withdraw the offer to ${name}`}
          >
            Withdraw
          </Button>
        )
      }
    >
      {offer.isExpired ? (
        <AccessNote icon={<KeyRound />}>
          The offer ran out on {formatUntil(offer.until)}. Until it is withdrawn or the locks change, that
          account could still open records filed since.
        </AccessNote>
      ) : (
        <p className="text-ink-2">
          Can take over <b className="font-semibold text-pen">this chart</b>, and can read{' '}
          <b className="font-semibold text-pen">all of it</b> already.
        </p>
      )}
      <ChangedKeyNote reader={offer} name={name} isLocked={isLocked} onAcceptKey={onAcceptKey} />
    </AccessRow>
  )
}
