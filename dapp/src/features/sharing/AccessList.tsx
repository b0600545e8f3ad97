import type {
  ChartContents,
  DelegateSummary,
  GrantSummary,
  ReaderSummary,
  ShareSummary,
} from '../../worker/types.ts'
import { AccessGroup } from './AccessRow.tsx'
import type { RowContext } from './AccessRow.tsx'
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
  const row = (account: `0x${string}`, reader: ReaderSummary): RowContext => ({
    isOwner,
    isMe: account.toLowerCase() === me.toLowerCase(),
    isLocked,
    onAcceptKey: () => on.onAcceptKey({ ...reader, account }),
  })
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
            {...row(grant.grantee, grant)}
            grant={grant}
            chart={chart}
            onChange={() => on.onChange(grant)}
            onEnd={() => on.onEnd(grant)}
          />
        ) : (
          <ShareRow
            key={`${share.number}/${share.reader}`}
            {...row(share.reader, share)}
            share={share}
            chart={chart}
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
            {...row(delegate.delegate, delegate)}
            delegate={delegate}
            onChange={() => on.onChangeDelegate(delegate)}
            onRemove={() => on.onRemoveDelegate(delegate)}
          />
        ))}
      {chart.offer === null ? null : (
        <>
          <AccessGroup>This chart is offered to</AccessGroup>
          <OfferRow
            {...row(chart.offer.successor, chart.offer)}
            offer={chart.offer}
            onWithdraw={on.onWithdraw}
          />
        </>
      )}
    </ul>
  )
}
