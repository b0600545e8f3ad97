import type { ChartContents, DelegateSummary, GrantSummary, ShareSummary } from '../../worker/types.ts'
import { AccessGroup } from './AccessRow.tsx'
import type { ChangedKey } from './ChangedKeyNote.tsx'
import { DelegateRow } from './DelegateRow.tsx'
import { GrantRow } from './GrantRow.tsx'
import { OfferRow } from './OfferRow.tsx'
import { ShareRow } from './ShareRow.tsx'

export type AccessListProps = {
  readonly chart: ChartContents
  readonly me: string
  /** Nothing can be changed now. */
  readonly isLocked: boolean
  readonly onChange: (grant: GrantSummary) => void
  readonly onEnd: (grant: GrantSummary) => void
  readonly onAcceptKey: (reader: ChangedKey) => void
  readonly onChangeShare: (share: ShareSummary) => void
  readonly onEndShare: (share: ShareSummary) => void
  readonly onChangeDelegate: (delegate: DelegateSummary) => void
  readonly onRemoveDelegate: (delegate: DelegateSummary) => void
  readonly onWithdraw: () => void
}

type Line = { readonly until: number } & (
  | { readonly grant: GrantSummary; readonly share?: never }
  | { readonly share: ShareSummary; readonly grant?: never }
)

/** Who has access: what ends first is at the top, what ran out before it. Who acts for the owner, and an offer, follow. */
export function AccessList({ chart, me, isLocked, ...on }: AccessListProps) {
  const isOwner = chart.role === 'owner'
  const lines: Line[] = [
    ...chart.grants.map((grant) => ({ until: grant.until, grant })),
    ...chart.shares.map((share) => ({ until: share.until, share })),
  ].toSorted((a, b) => a.until - b.until)
  return (
    <ul aria-label="Who has access" className="sm:ledger [--margin-width:7.75rem]">
      {lines.map(({ grant, share }) =>
        grant !== undefined ? (
          <GrantRow
            key={grant.grantee}
            grant={grant}
            chart={chart}
            isMe={isSame(grant.grantee, me)}
            isLocked={isLocked}
            onChange={() => on.onChange(grant)}
            onEnd={() => on.onEnd(grant)}
            onAcceptKey={() => on.onAcceptKey({ ...grant, account: grant.grantee })}
          />
        ) : (
          <ShareRow
            key={`${share.number}/${share.reader}`}
            share={share}
            chart={chart}
            isMe={isSame(share.reader, me)}
            isLocked={isLocked}
            onAcceptKey={() => on.onAcceptKey({ ...share, account: share.reader })}
            onChange={() => on.onChangeShare(share)}
            onEnd={() => on.onEndShare(share)}
          />
        ),
      )}
      {chart.delegates.length === 0 ? null : (
        <AccessGroup>{isOwner ? 'Acts for you' : 'Acts for the owner'}</AccessGroup>
      )}
      {chart.delegates
        .toSorted((a, b) => a.until - b.until)
        .map((delegate) => (
          <DelegateRow
            key={delegate.delegate}
            delegate={delegate}
            isOwner={isOwner}
            isMe={isSame(delegate.delegate, me)}
            isLocked={isLocked}
            onAcceptKey={() => on.onAcceptKey({ ...delegate, account: delegate.delegate })}
            onChange={isOwner ? () => on.onChangeDelegate(delegate) : undefined}
            onRemove={isOwner ? () => on.onRemoveDelegate(delegate) : undefined}
          />
        ))}
      {chart.offer === null ? null : (
        <>
          <AccessGroup>This chart is offered to</AccessGroup>
          <OfferRow
            offer={chart.offer}
            isOwner={isOwner}
            isMe={isSame(chart.offer.successor, me)}
            isLocked={isLocked}
            onAcceptKey={() => {
              if (chart.offer !== null) on.onAcceptKey({ ...chart.offer, account: chart.offer.successor })
            }}
            onWithdraw={isOwner ? on.onWithdraw : undefined}
          />
        </>
      )}
    </ul>
  )
}

function isSame(account: string, other: string): boolean {
  return account.toLowerCase() === other.toLowerCase()
}
