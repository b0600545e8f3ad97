import { formatUntil } from '../../components/format/until.ts'
import type { OfferSummary } from '../../worker/types.ts'
import { AccessRow } from './AccessRow.tsx'
import type { RowContext } from './AccessRow.tsx'
import { nameOfAccount } from './grantWords.ts'

export type OfferRowProps = RowContext & {
  readonly offer: OfferSummary
  readonly onWithdraw: () => void
}

/** The account that the chart was offered to: the owner alone may withdraw it. */
export function OfferRow({ offer, onWithdraw, ...row }: OfferRowProps) {
  const of = `the offer to ${nameOfAccount(offer.successor, offer.name)}`
  return (
    <AccessRow
      {...row}
      account={offer.successor}
      reader={offer}
      end={row.isOwner ? { word: 'Withdraw', of, onPress: onWithdraw } : undefined}
      ranOut={`The offer ran out on ${formatUntil(offer.until)}. Until it is withdrawn or the locks change, that account could still open records filed since.`}
    >
      {offer.isExpired ? null : (
        <p className="text-ink-2">
          Can take over <b className="font-semibold text-pen">this chart</b>, and can read{' '}
          <b className="font-semibold text-pen">all of it</b> already.
        </p>
      )}
    </AccessRow>
  )
}
