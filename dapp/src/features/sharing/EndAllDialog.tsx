import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import type { ChartContents } from '../../worker/types.ts'

export type EndAllDialogProps = {
  readonly chart: Pick<ChartContents, 'grants' | 'shares' | 'delegates' | 'offer'>
  readonly onEnd: () => void
  readonly onKeep: () => void
}

export function EndAllDialog({ chart, onEnd, onKeep }: EndAllDialogProps) {
  const ends = [
    count(chart.grants.length, 'the access of one account', 'accounts’ access'),
    count(chart.shares.length, 'one record that is shared', 'records that are shared'),
    count(chart.delegates.length, 'one person who acts for you', 'people who act for you'),
    chart.offer === null ? null : 'the offer to hand this chart over',
  ].filter((line) => line !== null)
  return (
    <ConfirmDialog
      title="End all access?"
      isOpen
      confirm="End all access"
      keep="Keep it"
      onConfirm={onEnd}
      onKeep={onKeep}
    >
      <p>Everybody but you loses access in one step, and the locks change with it:</p>
      <ul className="list-disc ps-5">
        {ends.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>From now on nothing new can be read or filed by them. What was read before cannot be taken back.</p>
    </ConfirmDialog>
  )
}

function count(number: number, one: string, many: string): string | null {
  if (number === 0) return null
  return number === 1 ? one : `${number} ${many}`
}
