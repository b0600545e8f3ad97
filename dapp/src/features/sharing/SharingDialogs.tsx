import { useAct } from '../../hooks/useAct.ts'
import type { ChartContents, DelegateSummary, GrantSummary, ShareSummary } from '../../worker/types.ts'
import { AcceptKeyDialog } from './AcceptKeyDialog.tsx'
import { EndAccessDialog } from './EndAccessDialog.tsx'
import { EndAllDialog } from './EndAllDialog.tsx'
import { EndShareDialog } from './EndShareDialog.tsx'
import { nameOfAccount, seenIn } from './grantWords.ts'
import { RemoveDelegate } from './RemoveDelegate.tsx'
import { ShareDialog } from './ShareDialog.tsx'
import type { ChangedKey } from './ChangedKeyNote.tsx'
import { WithdrawDialog } from './WithdrawDialog.tsx'

/** What the page asks about before it does it. */
export type SharingAsked =
  | { readonly what: 'end'; readonly grant: GrantSummary }
  | { readonly what: 'accept-key'; readonly reader: ChangedKey }
  | { readonly what: 'share' | 'end-share'; readonly share: ShareSummary }
  | { readonly what: 'remove'; readonly delegate: DelegateSummary }
  | { readonly what: 'withdraw' | 'end-all' }

export type SharingDialogsProps = {
  readonly chart: ChartContents
  readonly me: string
  readonly asked: SharingAsked | null
  readonly onClose: () => void
}

/** The one dialog that is open on the page of sharing, and what it does. */
export function SharingDialogs({ chart, me, asked, onClose }: SharingDialogsProps) {
  const { run } = useAct()
  if (asked === null) return null
  switch (asked.what) {
    case 'end': {
      const { grantee, name } = asked.grant
      return (
        <EndAccessDialog
          chart={chart}
          grant={asked.grant}
          onKeep={onClose}
          onEnd={() => {
            onClose()
            void run({ kind: 'revokeAccess', chart: chart.id, grantee, name, seen: seenIn(chart) })
          }}
        />
      )
    }
    case 'accept-key': {
      const { account, profile, name } = asked.reader
      return (
        <AcceptKeyDialog
          name={nameOfAccount(account, name)}
          onKeep={onClose}
          onAccept={() => {
            onClose()
            if (profile !== null)
              void run({ kind: 'acceptChangedKey', chart: chart.id, grantee: account, profile, name })
          }}
        />
      )
    }
    case 'share':
      return (
        <ShareDialog
          chart={chart}
          number={asked.share.number}
          me={me}
          share={asked.share}
          onClose={onClose}
          onShare={(request) => {
            onClose()
            void run(request)
          }}
        />
      )
    case 'end-share': {
      const { number, reader, name } = asked.share
      return (
        <EndShareDialog
          chart={chart}
          share={asked.share}
          onKeep={onClose}
          onEnd={() => {
            onClose()
            void run({ kind: 'endShare', chart: chart.id, number, reader, name })
          }}
        />
      )
    }
    case 'remove':
      return <RemoveDelegate chart={chart} delegate={asked.delegate} onClose={onClose} />
    case 'withdraw':
      return chart.offer === null ? null : (
        <WithdrawDialog
          offer={chart.offer}
          onKeep={onClose}
          onWithdraw={() => {
            onClose()
            void run({ kind: 'endOffer', chart: chart.id, seen: seenIn(chart) })
          }}
        />
      )
    case 'end-all':
      return (
        <EndAllDialog
          chart={chart}
          onKeep={onClose}
          onEnd={() => {
            onClose()
            void run({ kind: 'endAllAccess', chart: chart.id })
          }}
        />
      )
  }
}
