import { PermissionSentence } from '../../components/PermissionSentence.tsx'
import { formatList } from '../../components/format/formatList.ts'
import { formatUntil } from '../../components/format/until.ts'
import type { ChartContents, GrantSummary } from '../../worker/types.ts'
import { AccessRow } from './AccessRow.tsx'
import type { RowContext } from './AccessRow.tsx'
import { labelsOf, nameOfGrantee, notRead } from './grantWords.ts'
import { countHidden } from './history.ts'

export type GrantRowProps = RowContext & {
  readonly grant: GrantSummary
  readonly chart: ChartContents
  readonly onChange: () => void
  readonly onEnd: () => void
}

/** One account's access to sections. */
export function GrantRow({ grant, chart, onChange, onEnd, ...row }: GrantRowProps) {
  const name = nameOfGrantee(grant)
  const without = notRead(chart, grant)
  const hidden = countHidden(chart, { since: grant.sinceEpoch }, grant.read)
  return (
    <AccessRow
      {...row}
      account={grant.grantee}
      reader={grant}
      change={{ of: `access of ${name}`, onPress: onChange }}
      end={grant.isExpired ? undefined : { word: 'End access', of: `of ${name}`, onPress: onEnd }}
      ranOut={`Access of ${name} ran out on ${formatUntil(grant.until)}. Until you change the locks, that account could still open records filed since.`}
      noKey="The key did not reach this account, so it can read nothing yet. Change the access, and give it again."
    >
      <p className="text-ink-2">
        <PermissionSentence
          who={null}
          read={labelsOf(chart.sections, grant.read)}
          write={labelsOf(chart.sections, grant.write)}
          purpose={grant.purpose}
        />{' '}
        {grant.read.length === 0 || without.length === 0 ? null : (
          <>
            Not: <bdi>{formatList(without)}</bdi>.
          </>
        )}
      </p>
      {hidden === 0 ? null : (
        <p className="text-sm text-ink-2">
          {hidden === 1
            ? '1 record filed earlier stays closed to them.'
            : `${hidden} records filed earlier stay closed to them.`}
        </p>
      )}
    </AccessRow>
  )
}
