import type { ReactNode } from 'react'
import { Panel } from '../../components/Panel.tsx'
import { PlainFrame } from '../../components/PlainFrame.tsx'
import { useSession } from '../../hooks/useSession.ts'
import type { SessionInfo } from '../../worker/types.ts'
import { UnlockPanel } from './UnlockPanel.tsx'
import { useBanners } from './useBanners.tsx'
import { usePageTitle } from './usePageTitle.ts'

/** Shows its content to an open account, and the way to open one to anybody else. The address stays, so nothing is lost. */
export function SessionGate({ children }: { readonly children: (session: SessionInfo) => ReactNode }) {
  const { state } = useSession()
  return state.status === 'unlocked' ? children(state) : <LockedPage />
}

function LockedPage() {
  const banners = useBanners()
  usePageTitle('Locked')
  return (
    <PlainFrame banners={banners}>
      <main className="mx-auto w-full max-w-120 px-4 py-8 sm:py-16">
        <h1 className="sr-only">This page is locked</h1>
        <Panel className="p-5! sm:p-7!">
          <UnlockPanel />
        </Panel>
      </main>
    </PlainFrame>
  )
}
