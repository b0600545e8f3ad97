import { KeyRound, ShieldCheck, TriangleAlert, Wallet } from 'lucide-react'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Loading } from '../../components/Loading.tsx'
import { useAccountState } from '../../hooks/useAccountState.ts'
import type { SessionInfo } from '../../worker/types.ts'
import { RowState, Rows } from './Rows.tsx'

/** The ways by which this account opens, as its published profile names them. */
export function UnlockWays({ session }: { readonly session: SessionInfo }) {
  const state = useAccountState(session.account)
  if (state.data === undefined || state.data === 'none') {
    return state.failure === null && state.data === undefined ? (
      <Loading rows={2}>Looking for your ways to unlock…</Loading>
    ) : (
      <ErrorNotice
        title="Your ways to unlock could not be looked up"
        onRetry={state.refresh}
        isRetrying={state.isRefreshing}
      >
        {state.failure?.sentence ?? 'Nothing was changed.'}
      </ErrorNotice>
    )
  }
  const { unlockers } = state.data
  return (
    <>
      <Rows
        label="Ways to unlock"
        columns={['Way', 'Against future computers']}
        rows={[
          ...unlockers
            .filter((kind) => kind === 'recovery')
            .map((kind, index) => ({
              key: `${kind} ${index}`,
              icon: <KeyRound />,
              name: 'Recovery card',
              text: 'The code that you saved when you set up this account. With it alone you can read; to change anything your wallet is needed too.',
              state: (
                <RowState tone="good" icon={<ShieldCheck />}>
                  Strong
                </RowState>
              ),
            })),
          ...unlockers
            .filter((kind) => kind === 'wallet')
            .map((kind, index) => ({
              key: `${kind} ${index}`,
              icon: <Wallet />,
              name: 'Wallet signature',
              text: 'A false page could ask for it, so sign only here.',
              state: (
                <>
                  <RowState tone="warn" icon={<TriangleAlert />}>
                    Weaker
                  </RowState>
                  <span className="mt-0.5 block text-ink-2">
                    Classical, not post-quantum: a quantum computer could forge the signature and so open your
                    account.
                  </span>
                </>
              ),
            })),
        ]}
      />
      {unlockers.includes('recovery') ? (
        <p className="mt-3 text-sm text-ink-2">
          {session.kind === 'patient'
            ? 'Whoever holds your recovery card can read your chart. It does not let them change who has access.'
            : 'Whoever holds your recovery card can read what is open to you. It does not let them file anything.'}
        </p>
      ) : null}
      <p className="mt-1 text-sm text-ink-2">
        If every way to unlock is lost, and the card too, nobody can open your account.
      </p>
    </>
  )
}
