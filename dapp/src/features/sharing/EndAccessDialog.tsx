import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import type { ChartContents, GrantSummary } from '../../worker/types.ts'
import { nameOfGrantee, titleOfRecord } from './grantWords.ts'
import { keptByOther } from './keptByOther.ts'

export type EndAccessDialogProps = {
  readonly chart: Pick<ChartContents, 'records' | 'shares' | 'delegates' | 'offer'>
  readonly grant: GrantSummary
  readonly onEnd: () => void
  readonly onKeep: () => void
}

export function EndAccessDialog({ chart, grant, onEnd, onKeep }: EndAccessDialogProps) {
  const open = chart.shares.filter(
    (share) => !share.isExpired && share.reader.toLowerCase() === grant.grantee.toLowerCase(),
  )
  const kept = keptByOther(chart, grant.grantee, 'grant')
  return (
    <ConfirmDialog
      title={`End access for ${nameOfGrantee(grant)}?`}
      isOpen
      confirm="End access"
      keep="Keep it"
      onConfirm={onEnd}
      onKeep={onKeep}
    >
      {kept === null ? (
        <p>From now on this account can read and file nothing new. The locks change in the same step.</p>
      ) : (
        <p>
          {kept} It goes on reading what is filed, until you end that too. The locks change in the same step.
        </p>
      )}
      <p>What was read before cannot be taken back.</p>
      {open.length === 0 ? null : (
        <div>
          <p>
            Ending access does not end single records that you shared.{' '}
            {open.length === 1
              ? 'This one is still open:'
              : `These ${countWord(open.length)} are still open:`}
          </p>
          <ul className="mt-1 list-disc ps-5">
            {open.map((share) => (
              <li key={share.number}>
                <bdi>{titleOfRecord(chart, share.number)}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </ConfirmDialog>
  )
}

const WORDS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

function countWord(count: number): string {
  return WORDS[count - 2] ?? String(count)
}
