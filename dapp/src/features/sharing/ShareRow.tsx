import { Link } from 'wouter'
import { Button } from '../../components/Button.tsx'
import { isSoon } from '../../components/format/until.ts'
import { useNow } from '../../components/useNow.ts'
import type { ChartContents, ShareSummary } from '../../worker/types.ts'
import { AccessNote, AccessRow } from './AccessRow.tsx'
import { ChangedKeyNote } from './ChangedKeyNote.tsx'
import { nameOfAccount, titleOfRecord } from './grantWords.ts'
import { WhoHasAccess } from './WhoHasAccess.tsx'

export type ShareRowProps = {
  readonly share: ShareSummary
  readonly chart: ChartContents
  /** It is shared with this account itself. */
  readonly isMe: boolean
  readonly isLocked: boolean
  readonly onAcceptKey: () => void
  readonly onChange: () => void
  readonly onEnd: () => void
}

/** One record that one account may read. */
export function ShareRow({ share, chart, isMe, isLocked, onAcceptKey, onChange, onEnd }: ShareRowProps) {
  const now = useNow()
  const soon = !share.isExpired && isSoon(share.until, now)
  const name = nameOfAccount(share.reader, share.name)
  const title = titleOfRecord(chart, share.number)
  return (
    <AccessRow
      until={share.until}
      isExpired={share.isExpired}
      person={
        <WhoHasAccess
          account={share.reader}
          name={share.name}
          publicName={share.publicName}
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
            aria-label={`${soon ? 'Extend' : 'Change'} the sharing of ${title} with ${name}`}
          >
            {soon ? 'Extend' : 'Change'}
          </Button>
          <Button
            kind="danger-quiet"
            size="small"
            isDisabled={isLocked}
            onPress={onEnd}
            aria-label={`End the sharing of ${title} with ${name}`}
          >
            End
          </Button>
        </>
      }
    >
      <p className="text-ink-2">
        Can read one record,{' '}
        <Link href={`/chart/${chart.id}/records/${share.number}`} className="font-semibold text-pen">
          <bdi>{title}</bdi>
        </Link>
        .
      </p>
      {share.isKeyMissing && !share.isExpired ? (
        <AccessNote>
          The key did not reach this account, so it cannot read the record yet. Share it again.
        </AccessNote>
      ) : null}
      <ChangedKeyNote reader={share} name={name} isLocked={isLocked} onAcceptKey={onAcceptKey} />
    </AccessRow>
  )
}
