import { Plus, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Loading } from '../../components/Loading.tsx'
import { formatDate, dateOfSeconds } from '../../components/format/formatDate.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useUnlockers } from '../../hooks/useUnlockers.ts'
import type { SessionInfo, UnlockerSummary } from '../../worker/types.ts'
import { AddWayDialog } from './AddWayDialog.tsx'
import { NewKeyNotice } from './NewKeyNotice.tsx'
import { RemoveWayDialog } from './RemoveWayDialog.tsx'
import { RenameWayDialog } from './RenameWayDialog.tsx'
import { RowState, Rows } from './Rows.tsx'
import { StolenDialog } from './StolenDialog.tsx'
import { WAYS } from './wayWords.tsx'

type Asking =
  { readonly what: 'add' | 'stolen' } | { readonly what: 'rename' | 'remove'; readonly way: UnlockerSummary }

/** The ways by which this account opens: named, added, replaced and removed here. */
export function UnlockWays({ session }: { readonly session: SessionInfo }) {
  const ways = useUnlockers()
  const { state } = useAct()
  const [, navigate] = useLocation()
  const [asking, setAsking] = useState<Asking | null>(null)
  const close = () => setAsking(null)
  const reason = session.canAct ? undefined : 'Connect your wallet to change these.'
  const isDisabled = !session.canAct || state.status === 'running'

  if (ways.data === undefined) {
    return ways.failure === null ? (
      <Loading rows={2}>Looking for your ways to unlock…</Loading>
    ) : (
      <ErrorNotice
        title="Your ways to unlock could not be looked up"
        onRetry={ways.refresh}
        isRetrying={ways.isRefreshing}
      >
        {ways.failure.sentence}
      </ErrorNotice>
    )
  }
  const isPostQuantum = ways.data.every((way) => way.isPostQuantum)
  return (
    <>
      <NewKeyNotice session={session} />
      <Rows
        label="Ways to unlock"
        columns={['Way', 'Against future computers']}
        rows={ways.data.map((way) => ({
          key: way.id,
          icon: WAYS[way.kind].icon,
          name: WAYS[way.kind].title,
          text: (
            <>
              {way.kind === 'recovery' ? (
                <>Made {formatDate(dateOfSeconds(way.createdAt))}. </>
              ) : (
                <>
                  <bdi className="font-semibold text-ink">{way.name}</bdi>, added{' '}
                  {formatDate(dateOfSeconds(way.createdAt))}.{' '}
                </>
              )}
              {WAYS[way.kind].text}
              <span className="-ms-3 mt-1 flex flex-wrap gap-1">
                {way.kind === 'recovery' ? (
                  <Button
                    kind="quiet"
                    size="small"
                    isDisabled={isDisabled}
                    onPress={() => navigate('/settings/card')}
                  >
                    Replace the card
                  </Button>
                ) : (
                  <>
                    <Button
                      kind="quiet"
                      size="small"
                      isDisabled={isDisabled}
                      aria-label={`Rename ${way.name}`}
                      onPress={() => setAsking({ what: 'rename', way })}
                    >
                      Rename
                    </Button>
                    <Button
                      kind="danger-quiet"
                      size="small"
                      isDisabled={isDisabled}
                      aria-label={`Remove ${way.name}`}
                      onPress={() => setAsking({ what: 'remove', way })}
                    >
                      Remove
                    </Button>
                  </>
                )}
              </span>
            </>
          ),
          state: way.isPostQuantum ? (
            <RowState tone="good" icon={<ShieldCheck />}>
              Strong
            </RowState>
          ) : (
            <>
              <RowState tone="warn" icon={<TriangleAlert />}>
                Weaker
              </RowState>
              <span className="mt-0.5 block text-ink-2">{WAYS[way.kind].weakness}</span>
            </>
          ),
        }))}
      />
      <div className="mt-4 flex flex-wrap items-start gap-3">
        <Button onPress={() => setAsking({ what: 'add' })} reason={reason} isDisabled={isDisabled}>
          <Plus />
          Add a way
        </Button>
        {session.canAct ? (
          <Button kind="quiet" isDisabled={isDisabled} onPress={() => setAsking({ what: 'stolen' })}>
            Something was lost or stolen
          </Button>
        ) : null}
      </div>
      <p className="mt-3 text-sm text-ink-2">
        {isPostQuantum
          ? 'No way listed here rests on what a quantum computer could break. A weaker one that you removed and kept your keys, as with the wallet that every account starts with, still opens what was stored until then.'
          : 'Your account is as strong as its weakest way to unlock. With a passkey you could remove those marked as weaker.'}
      </p>
      <p className="mt-1 text-sm text-ink-2">
        {session.kind === 'patient'
          ? 'Whoever holds your recovery card can read your chart. It does not let them change who has access.'
          : 'Whoever holds your recovery card can read what is open to you. It does not let them file anything.'}
      </p>
      <p className="mt-1 text-sm text-ink-2">
        On a new device each of these brings back everything that you can read here. To file or to change who
        has access, that device needs your wallet too. If every way to unlock is lost, and the card too,
        nobody can open your account.
      </p>
      {asking?.what === 'add' ? <AddWayDialog ways={ways.data} onClose={close} /> : null}
      {asking?.what === 'stolen' ? <StolenDialog onClose={close} /> : null}
      {asking?.what === 'rename' ? <RenameWayDialog way={asking.way} onClose={close} /> : null}
      {asking?.what === 'remove' ? (
        <RemoveWayDialog way={asking.way} session={session} onClose={close} />
      ) : null}
    </>
  )
}
