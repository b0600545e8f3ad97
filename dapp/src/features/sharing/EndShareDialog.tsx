import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import type { ChartContents, ShareSummary } from '../../worker/types.ts'
import { nameOfAccount, titleOfRecord } from './grantWords.ts'

export type EndShareDialogProps = {
  readonly chart: Pick<ChartContents, 'records'>
  readonly share: ShareSummary
  readonly onEnd: () => void
  readonly onKeep: () => void
}

export function EndShareDialog({ chart, share, onEnd, onKeep }: EndShareDialogProps) {
  const name = nameOfAccount(share.reader, share.name)
  return (
    <ConfirmDialog
      title={`End access of ${name} to this record?`}
      isOpen
      confirm="End access"
      keep="Keep it"
      onConfirm={onEnd}
      onKeep={onKeep}
    >
      <p>
        <bdi className="font-semibold text-ink">{titleOfRecord(chart, share.number)}</bdi> no longer opens to
        that account here.
      </p>
      <p>
        A record does not change once it is filed: who kept its key and its locked file can open it still,
        until you re-encrypt what was filed before. What was read cannot be taken back.
      </p>
    </ConfirmDialog>
  )
}
