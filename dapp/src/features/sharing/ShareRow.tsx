import { Link } from 'wouter'
import type { ChartContents, ShareSummary } from '../../worker/types.ts'
import { AccessRow } from './AccessRow.tsx'
import type { RowContext } from './AccessRow.tsx'
import { nameOfAccount, titleOfRecord } from './grantWords.ts'

export type ShareRowProps = RowContext & {
  readonly share: ShareSummary
  readonly chart: ChartContents
  readonly onChange: () => void
  readonly onEnd: () => void
}

/** One record that one account may read. */
export function ShareRow({ share, chart, onChange, onEnd, ...row }: ShareRowProps) {
  const title = titleOfRecord(chart, share.number)
  const of = `of ${nameOfAccount(share.reader, share.name)} to ${title}`
  return (
    <AccessRow
      {...row}
      account={share.reader}
      reader={share}
      change={{ of: `access ${of}`, onPress: onChange }}
      end={{ word: 'End access', of, onPress: onEnd }}
      noKey="The key did not reach this account, so it cannot read the record yet. Share it again."
    >
      <p className="text-ink-2">
        Can read one record,{' '}
        <Link href={`/chart/${chart.id}/records/${share.number}`} className="font-semibold text-pen">
          <bdi>{title}</bdi>
        </Link>
        .
      </p>
    </AccessRow>
  )
}
