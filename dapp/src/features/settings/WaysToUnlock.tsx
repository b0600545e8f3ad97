import { KeyRound, ShieldCheck, TriangleAlert, Wallet } from 'lucide-react'
import type { ReactNode } from 'react'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Loading } from '../../components/Loading.tsx'
import { useAccountState } from '../../hooks/useAccountState.ts'
import type { SessionInfo } from '../../worker/types.ts'
import { SettingsTable } from './SettingsTable.tsx'
import type { SettingsRow } from './SettingsTable.tsx'

const STRONG = (
  <span className="inline-flex items-center gap-1.5 text-sm font-semibold text-spruce">
    <ShieldCheck />
    Strong
  </span>
)
const WEAKER = (
  <span className="inline-flex items-center gap-1.5 text-sm font-semibold text-amber">
    <TriangleAlert />
    Weaker
  </span>
)

const WAYS: Record<
  string,
  { readonly icon: ReactNode; readonly name: string; readonly text: string; readonly strength: ReactNode }
> = {
  recovery: {
    icon: <KeyRound />,
    name: 'Recovery card',
    text: 'Made when the account was set up. Whoever holds it can read.',
    strength: STRONG,
  },
  wallet: {
    icon: <Wallet />,
    name: 'Wallet signature',
    text: 'A false page could ask for it, so sign only here.',
    strength: WEAKER,
  },
}

/** Every way that opens the account on a new device. */
export function WaysToUnlock({ session }: { readonly session: SessionInfo }) {
  const account = useAccountState(session.account)
  if (account.isLoading) return <Loading rows={2}>Looking up the ways…</Loading>
  if (account.data === undefined || account.data === 'none') {
    return (
      <ErrorNotice
        title="The ways could not be looked up"
        onRetry={account.refresh}
        isRetrying={account.isRefreshing}
      >
        {account.failure?.sentence ?? 'Nothing was changed.'}
      </ErrorNotice>
    )
  }
  const rows: readonly SettingsRow[] = account.data.unlockers.map((kind) => {
    const way = WAYS[kind] ?? { icon: <KeyRound />, name: kind, text: '', strength: null }
    return { key: kind, icon: way.icon, name: way.name, text: way.text, state: way.strength }
  })
  return <SettingsTable label="Ways to unlock" columns={['Way', 'Against future computers']} rows={rows} />
}
