import { FolderOpen, Stethoscope } from 'lucide-react'
import { useState } from 'react'
import { Link, Redirect } from 'wouter'
import { Button, buttonClass } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { NameTab } from '../components/NameTab.tsx'
import { Panel } from '../components/Panel.tsx'
import { PermissionSentence } from '../components/PermissionSentence.tsx'
import { PlainFrame } from '../components/PlainFrame.tsx'
import { untilOfDay } from '../components/format/until.ts'
import {
  ConnectButton,
  RecoveryLink,
  UnlockPanel,
  useBanners,
  useHome,
  usePageTitle,
} from '../features/frame/index.ts'
import { useConfig } from '../hooks/useConfig.ts'
import { useSession } from '../hooks/useSession.ts'
import { useToasts } from '../hooks/useToasts.ts'
import { useWallet } from '../hooks/useWallet.ts'

/** What Chartkey is, and the ways in. */
export function StartPage() {
  const home = useHome()
  const { state } = useSession()
  const banners = useBanners()
  usePageTitle('Your medical chart')
  if (home.status === 'found') return <Redirect to={home.href} replace />
  return (
    <PlainFrame banners={banners}>
      <div className="mx-auto grid w-full max-w-320 gap-x-16 gap-y-9 px-4 pt-3 pb-8 max-lg:gap-y-8 sm:pt-6 lg:grid-cols-[minmax(0,1fr)_27rem] lg:grid-rows-[auto_1fr] lg:px-8 lg:pt-18">
        <div>
          <h1 className="max-w-[20ch] text-hero">Your medical chart, open only to the people you let in.</h1>
          <div className="mt-6 max-w-140 space-y-3 text-lead">
            <p>Chartkey encrypts your records on this device before they are stored anywhere.</p>
            <p>You decide who may read which part, for what, and until when.</p>
            <p>
              Each decision is entered in a public ledger, the chain, so that nobody can change it behind your
              back.
            </p>
          </div>
        </div>
        <main className="lg:row-span-2">
          <Panel className="px-5! py-6! sm:p-7!">
            {home.status === 'loading' ? (
              <Loading rows={3}>Looking for your chart…</Loading>
            ) : home.status === 'failed' ? (
              <ErrorNotice title="Your chart could not be found" onRetry={home.retry}>
                {home.failure.sentence}
              </ErrorNotice>
            ) : state.status === 'none' ? (
              <WaysIn />
            ) : (
              <UnlockPanel />
            )}
          </Panel>
        </main>
        <Example />
      </div>
    </PlainFrame>
  )
}

function WaysIn() {
  const { demo } = useConfig()
  const { status } = useWallet()
  if (status === 'reconnecting') return <Loading rows={3}>Finding your wallet…</Loading>
  return (
    <>
      <h2 className="text-xl">Open or set up a chart</h2>
      <p className="mt-1.5 mb-4 text-ink-2">A wallet is the app that proves it is you.</p>
      <ConnectButton />
      {demo ? <Practice /> : null}
      <div className="mt-5 border-t border-line pt-2.5">
        <RecoveryLink />
        <Link
          href="/set-up"
          state={{ kind: 'practitioner' }}
          className={buttonClass('quiet', 'normal', 'w-full justify-start px-0!')}
        >
          <Stethoscope />I am a doctor or an organisation
        </Link>
      </div>
    </>
  )
}

function Practice() {
  const { wallets, connect, pending } = useWallet()
  const toasts = useToasts()
  const [problem, setProblem] = useState<string | null>(null)
  const practice = wallets.find((wallet) => wallet.isPractice)
  if (practice === undefined) return null
  return (
    <div className="mt-5 border-t border-line pt-4">
      <h3>No wallet, or just looking?</h3>
      <p className="mt-0.5 mb-3 text-sm text-ink-2">
        A practice patient and two doctors with invented records. Nothing leaves this computer.
      </p>
      <Button
        className="w-full"
        busy={pending === 'connect' ? 'Waiting for the practice wallet…' : undefined}
        onPress={async () => {
          setProblem(null)
          const outcome = await connect(practice.id)
          if (outcome.status === 'rejected')
            toasts.show('declined', 'You said no in your wallet. Nothing has changed.')
          if (outcome.status === 'failed') setProblem(outcome.failure.sentence)
        }}
      >
        <FolderOpen />
        Open the practice chart
      </Button>
      {problem === null ? null : (
        <p role="alert" className="mt-2 text-sm font-semibold text-madder">
          {problem}
        </p>
      )}
    </div>
  )
}

function Example() {
  const [year] = useState(() => new Date().getFullYear() + 1)
  return (
    <figure className="max-w-140">
      <NameTab lead="Example" name="Ingrid Solvang" />
      <div className="rounded-sheet rounded-ss-none border border-t-4 border-line border-t-manila bg-sheet px-5 py-4 sm:px-6">
        <p className="text-lead">
          <PermissionSentence
            who="Dr Tomasz Wieczorek"
            read={['Heart', 'Lab results']}
            write={[]}
            purpose="TREAT"
            until={untilOfDay(`${year}-03-01`)}
          />
        </p>
        <figcaption className="mt-1.5 text-sm text-ink-2">
          This is what letting someone in looks like. You can end it on any day.
        </figcaption>
      </div>
    </figure>
  )
}
