import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { Loading } from '../../components/Loading.tsx'
import { Panel } from '../../components/Panel.tsx'
import { PlainFrame } from '../../components/PlainFrame.tsx'
import { Steps } from '../../components/Steps.tsx'
import { useFocusHeading } from '../../components/useFocusHeading.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useOwnCharts } from '../../hooks/useOwnCharts.ts'
import { useSession } from '../../hooks/useSession.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import type { AccountKind, PreparedAccount } from '../../worker/types.ts'
import { useBanners, usePageTitle } from '../frame/index.ts'
import { TransactionDialog } from '../transaction/index.ts'
import { PublishStep } from './PublishStep.tsx'
import { RecoveryStep } from './RecoveryStep.tsx'
import { SectionsStep } from './SectionsStep.tsx'
import { UnlockStep } from './UnlockStep.tsx'
import { WalletStep } from './WalletStep.tsx'

const STEPS = ['Wallet', 'Way to unlock', 'Recovery code'] as const

/**
 * Sets an account up: wallet, a way to unlock, the recovery code, then the chart and its sections, or the public name.
 * An account that was published without its chart, as when the page was closed between, goes on with the sections.
 */
export function SetUpWizard() {
  const { state } = useSession()
  const { run, dismiss, state: act } = useAct()
  const wallet = useWallet()
  const own = useOwnCharts()
  const [, navigate] = useLocation()
  const hinted = (useHistoryState() as { kind?: AccountKind } | null)?.kind ?? 'patient'
  const [place, setPlace] = useState<{ account: string | null; step: number }>({ account: null, step: 0 })
  const [kind, setKind] = useState<AccountKind>(hinted)
  const [name, setName] = useState('')
  const [made, setMade] = useState<PreparedAccount | null>(null)
  const chart = useRef<{ readonly title: string; readonly sections: readonly string[] } | null>(null)
  const banners = useBanners()

  const isPublished = state.status === 'unlocked'
  // Where the wallet turned to another account, what was prepared is not for that one, and the steps begin anew.
  const prepared = isPublished || wallet.account === made?.account ? made : null
  const step = isPublished || wallet.account === place.account ? place.step : 0
  const setStep = (next: number) => setPlace({ account: wallet.account, step: next })
  const isPatient = isPublished ? state.kind === 'patient' : kind === 'patient'
  const first = own.data?.[0]?.id
  const isAtChart = isPublished && isPatient && first === undefined && own.data !== undefined
  const shownStep = isAtChart ? 3 : prepared === null ? Math.min(step, 1) : step
  usePageTitle(
    ['Connect', 'A way to unlock', 'Recovery code', isPatient ? 'Sections' : 'Publish'][shownStep] ??
      'Set up',
  )

  useFocusHeading(shownStep)

  // Follows the acts by their state, so that "Try again" in the dialog leads on as well.
  useEffect(() => {
    if (act.status !== 'done') return
    if (act.request.kind === 'publishAccount') {
      dismiss()
      if (chart.current !== null) void run({ kind: 'openChart', ...chart.current })
      else navigate('/charts', { replace: true })
    } else if (act.request.kind === 'openChart') {
      dismiss()
      navigate(`/chart/${(act.result as { chart: string }).chart}/records`, { replace: true })
    }
  }, [act, dismiss, navigate, run])

  // An account that is set up whole has nothing to do here.
  useEffect(() => {
    if (!isPublished || act.status === 'running' || act.status === 'failed' || chart.current !== null) return
    if (state.kind !== 'patient') navigate('/charts', { replace: true })
    else if (first !== undefined) navigate(`/chart/${first}/records`, { replace: true })
  }, [isPublished, state, first, act.status, navigate])

  function onOpen(wanted: { readonly title: string; readonly sections: readonly string[] }) {
    chart.current = wanted
    if (isPublished) void run({ kind: 'openChart', ...wanted })
    else void run({ kind: 'publishAccount' })
  }

  return (
    <PlainFrame
      banners={banners}
      end={<Steps name="Set up" steps={[...STEPS, isPatient ? 'Sections' : 'Publish']} current={shownStep} />}
    >
      <main className="mx-auto w-full max-w-272 px-4 py-6 sm:py-8">
        <Panel className="px-4! py-5! sm:p-8!">
          {isPublished && !isAtChart && act.status === 'idle' ? (
            <Loading rows={3}>Opening your account…</Loading>
          ) : shownStep === 0 ? (
            <WalletStep
              kind={kind}
              name={name}
              onNext={(choice) => {
                setKind(choice.kind)
                setName(choice.name)
                setStep(1)
              }}
            />
          ) : shownStep === 1 ? (
            <UnlockStep
              kind={kind}
              name={name}
              onBack={() => setStep(0)}
              onNext={(draft) => {
                setMade(draft)
                setStep(2)
              }}
            />
          ) : shownStep === 2 && prepared !== null ? (
            <RecoveryStep prepared={prepared} onNext={() => setStep(3)} />
          ) : isPatient || prepared === null ? (
            <SectionsStep confirmations={isPublished ? 1 : 2} onOpen={onOpen} />
          ) : (
            <PublishStep prepared={prepared} onPublish={() => void run({ kind: 'publishAccount' })} />
          )}
        </Panel>
      </main>
      <TransactionDialog />
    </PlainFrame>
  )
}
