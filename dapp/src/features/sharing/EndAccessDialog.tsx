import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import type { GrantSummary } from '../../worker/types.ts'
import { nameOfGrantee } from './grantWords.ts'

export type EndAccessDialogProps = {
  readonly grant: GrantSummary
  readonly onEnd: () => void
  readonly onKeep: () => void
}

export function EndAccessDialog({ grant, onEnd, onKeep }: EndAccessDialogProps) {
  return (
    <ConfirmDialog
      title={`End access for ${nameOfGrantee(grant)}?`}
      isOpen
      confirm="End access"
      keep="Keep it"
      onConfirm={onEnd}
      onKeep={onKeep}
    >
      <p>From now on nothing new can be read or filed. The locks change in the same step.</p>
      <p>What was read before cannot be taken back.</p>
    </ConfirmDialog>
  )
}
