import { QueryClientProvider } from '@tanstack/react-query'
import { type ComponentType, type ReactNode, Suspense, lazy } from 'react'
import { WagmiProvider } from 'wagmi'
import { Redirect, Route, Router, Switch } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { Loading } from '../components/Loading.tsx'
import { ToastRegion } from '../components/ToastRegion.tsx'
import { EngineContext } from '../hooks/useEngine.ts'
import { useChainHead } from '../hooks/useChainHead.ts'
import { useLeaveWarning } from '../hooks/useLeaveWarning.ts'
import type { Engine } from '../worker/createEngine.ts'

const StartPage = page(() => import('../pages/StartPage.tsx').then((module) => module.StartPage))
const SetUpPage = page(() => import('../pages/SetUpPage.tsx').then((module) => module.SetUpPage))
const UnlockPage = page(() => import('../pages/UnlockPage.tsx').then((module) => module.UnlockPage))
const RecordsPage = page(() => import('../pages/RecordsPage.tsx').then((module) => module.RecordsPage))
const RecordPage = page(() => import('../pages/RecordPage.tsx').then((module) => module.RecordPage))
const SharingPage = page(() => import('../pages/SharingPage.tsx').then((module) => module.SharingPage))
const GiveAccessPage = page(() =>
  import('../pages/GiveAccessPage.tsx').then((module) => module.GiveAccessPage),
)
const ActForYouPage = page(() => import('../pages/ActForYouPage.tsx').then((module) => module.ActForYouPage))
const HandOverPage = page(() => import('../pages/HandOverPage.tsx').then((module) => module.HandOverPage))
const ChartsPage = page(() => import('../pages/ChartsPage.tsx').then((module) => module.ChartsPage))
const DoctorChartPage = page(() =>
  import('../pages/DoctorChartPage.tsx').then((module) => module.DoctorChartPage),
)
const RecoveryCardPage = page(() =>
  import('../pages/RecoveryCardPage.tsx').then((module) => module.RecoveryCardPage),
)
const SettingsPage = page(() => import('../pages/SettingsPage.tsx').then((module) => module.SettingsPage))
export type AppProps = {
  readonly engine: Engine
  /** Stands above every page. */
  readonly children?: ReactNode
}

export function App({ engine, children }: AppProps) {
  return (
    <WagmiProvider config={engine.wagmi}>
      <QueryClientProvider client={engine.queryClient}>
        <EngineContext value={engine}>
          {/* oxlint-disable-next-line react/hooks -- wouter takes its location hook as a value */}
          <Router hook={useHashLocation}>
            <Suspense fallback={<Opening />}>
              <Routes />
            </Suspense>
          </Router>
          <ToastRegion />
          {children}
        </EngineContext>
      </QueryClientProvider>
    </WagmiProvider>
  )
}

function Routes() {
  useChainHead()
  useLeaveWarning()
  return (
    <Switch>
      <Route path="/" component={StartPage} />
      <Route path="/set-up" component={SetUpPage} />
      <Route path="/unlock" component={UnlockPage} />
      <Route path="/chart/:id/records" component={RecordsPage} />
      <Route path="/chart/:id/records/:number" component={RecordPage} />
      <Route path="/chart/:id/sharing" component={SharingPage} />
      <Route path="/chart/:id/sharing/new" component={GiveAccessPage} />
      <Route path="/chart/:id/sharing/act-for-you" component={ActForYouPage} />
      <Route path="/chart/:id/sharing/hand-over" component={HandOverPage} />
      <Route path="/charts" component={ChartsPage} />
      <Route path="/charts/:id" component={DoctorChartPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route path="/settings/card" component={RecoveryCardPage} />
      <Route>
        <Redirect to="/" replace />
      </Route>
    </Switch>
  )
}

function Opening() {
  return (
    <main className="mx-auto max-w-304 px-4 py-8">
      <Loading>Opening the page…</Loading>
    </main>
  )
}

function page(load: () => Promise<ComponentType>) {
  return lazy(async () => ({ default: await load() }))
}
