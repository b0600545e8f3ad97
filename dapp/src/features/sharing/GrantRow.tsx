import { KeyRound } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { PermissionSentence } from '../../components/PermissionSentence.tsx'
import { formatList } from '../../components/format/formatList.ts'
import { formatUntil, isSoon } from '../../components/format/until.ts'
import { useNow } from '../../components/useNow.ts'
import type { ChartContents, GrantSummary } from '../../worker/types.ts'
import { AccessNote, AccessRow } from './AccessRow.tsx'
import { ChangedKeyNote } from './ChangedKeyNote.tsx'
import { labelsOf, nameOfGrantee, notRead } from './grantWords.ts'
import { countHidden } from './history.ts'
import { WhoHasAccess } from './WhoHasAccess.tsx'

export type GrantRowProps = {
  readonly grant: GrantSummary
  readonly chart: ChartContents
  /** It is this account's own. */
  readonly isMe: boolean
  /** Why nothing can be changed now. */
  readonly isLocked: boolean
  readonly onChange: () => void
  readonly onEnd: () => void
  /** The person confirmed their changed key. */
  readonly onAcceptKey: () => void
}

/** One account's access to sections. */
export function GrantRow({ grant, chart, isMe, isLocked, onChange, onEnd, onAcceptKey }: GrantRowProps) {
  const now = useNow()
  const soon = !grant.isExpired && isSoon(grant.until, now)
  const without = notRead(chart, grant)
  const name = nameOfGrantee(grant)
  const hidden = countHidden(chart, { since: grant.sinceEpoch }, grant.read)
  return (
    <AccessRow
      until={grant.until}
      isExpired={grant.isExpired}
      person={
        <WhoHasAccess
          account={grant.grantee}
          name={grant.name}
          publicName={grant.publicName}
          isOwner={chart.role === 'owner'}
          isMe={isMe}
        />
      }
      actions={
        <>
          <Button
            kind={soon ? 'secondary' : 'quiet'}
            size="small"
            isDisabled={isLocked}
            onPress={onChange}
            aria-label={`${soon ? 'Extend' : 'Change'} access of ${name}`}
          >
            {soon ? 'Extend' : 'Change'}
          </Button>
          {grant.isExpired ? null : (
            <Button
              kind="danger-quiet"
              size="small"
              isDisabled={isLocked}
              onPress={onEnd}
              aria-label={`End access of ${name}`}
            >
              End access
            </Button>
          )}
        </>
      }
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
      {grant.isExpired ? (
        <AccessNote icon={<KeyRound />}>
          Access of {name} ran out on {formatUntil(grant.until)}. Until you change the locks, that account
          could still open records filed since.
        </AccessNote>
      ) : null}
      <ChangedKeyNote reader={grant} name={name} isLocked={isLocked} onAcceptKey={onAcceptKey} />
      {grant.isKeyMissing && !grant.isExpired ? (
        <AccessNote>
          The key did not reach this account, so it can read nothing yet. Change the access, and give it
          again.
        </AccessNote>
      ) : null}
    </AccessRow>
  )
}
