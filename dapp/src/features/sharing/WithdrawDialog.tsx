import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import type { OfferSummary } from '../../worker/types.ts'
import { nameOfAccount } from './grantWords.ts'

export type WithdrawDialogProps = {
  readonly offer: OfferSummary
  readonly onWithdraw: () => void
  readonly onKeep: () => void
}

export function WithdrawDialog({ offer, onWithdraw, onKeep }: WithdrawDialogProps) {
  return (
    <ConfirmDialog
      title={`Withdraw the offer to ${nameOfAccount(offer.successor, offer.name)}?`}
      isOpen
      confirm="Withdraw it"
      keep="Keep it"
      onConfirm={onWithdraw}
      onKeep={onKeep}
    >
      <p>The chart stays yours. The locks change in the same step, so that account reads nothing new.</p>
      <p>It could read the whole chart while the offer stood. What was read then cannot be taken back.</p>
    </ConfirmDialog>
  )
}
