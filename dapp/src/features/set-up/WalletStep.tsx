import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Loading } from '../../components/Loading.tsx'
import { PersonChip } from '../../components/PersonChip.tsx'
import { RadioCards } from '../../components/RadioCards.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useAccountState } from '../../hooks/useAccountState.ts'
import { useSentEarlier } from '../../hooks/useSentEarlier.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import type { AccountKind } from '../../worker/types.ts'
import { ConnectButton, UnlockPanel } from '../frame/index.ts'

export type WalletStepProps = {
  readonly kind: AccountKind
  readonly name: string
  readonly onNext: (choice: { readonly kind: AccountKind; readonly name: string }) => void
}

/** Which wallet, and whose account it will be. */
export function WalletStep({ kind: firstKind, name: firstName, onNext }: WalletStepProps) {
  const wallet = useWallet()
  const published = useAccountState(wallet.account)
  const isOnItsWay = useSentEarlier(wallet.account).some(({ act }) => act === 'publish')
  const [kind, setKind] = useState(firstKind)
  const [name, setName] = useState(firstName)
  const [isTried, setTried] = useState(false)

  if (wallet.account === null) {
    return (
      <>
        <h1>Connect your wallet</h1>
        <p className="mt-1 mb-5 text-ink-2">
          A wallet is the app that proves it is you. It confirms each change to your chart, and it can be one
          way to unlock it.
        </p>
        <div className="max-w-100">
          <ConnectButton />
        </div>
      </>
    )
  }
  if (published.isLoading) return <Loading rows={2}>Looking for this account…</Loading>
  if (published.data === undefined) {
    return (
      <ErrorNotice
        title="This account could not be looked up"
        onRetry={published.refresh}
        isRetrying={published.isRefreshing}
      >
        {published.failure?.sentence}
      </ErrorNotice>
    )
  }
  if (published.data !== 'none' || isOnItsWay) {
    return (
      <div className="max-w-100">
        <h1 className="sr-only">
          {published.data === 'none' ? 'This account is on its way' : 'This account is set up already'}
        </h1>
        <UnlockPanel />
      </div>
    )
  }

  const needsName = kind !== 'patient'
  const problem = needsName && name.trim() === '' ? 'Write the name that patients know.' : undefined
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (problem === undefined) onNext({ kind, name: name.trim() })
      }}
    >
      <h1>Whose account is it?</h1>
      <p className="mt-1 mb-5 text-ink-2">Chartkey holds one account for each account of your wallet.</p>
      <PersonChip
        address={wallet.account}
        name={wallet.wallet?.name ?? 'Your wallet'}
        note={wallet.account}
      />
      <div className="mt-5 max-w-160">
        <RadioCards
          label="This account is for"
          value={kind}
          onChange={(value) => setKind(value as AccountKind)}
          options={[
            {
              value: 'patient',
              title: 'A patient',
              text: 'It gets a chart. No name of a patient is ever published.',
            },
            {
              value: 'practitioner',
              title: 'A doctor, nurse or therapist',
              text: 'It reads the charts that patients open to it. Its name is public.',
            },
            {
              value: 'organization',
              title: 'An organisation',
              text: 'A practice, hospital, laboratory or pharmacy. Its name is public.',
            },
          ]}
        />
      </div>
      {needsName ? (
        <TextField
          className="mt-4 max-w-160"
          label="Public name"
          hint="Anyone can read it. Nobody checks it: patients see that you gave it yourself."
          value={name}
          onChange={setName}
          maxLength={80}
          error={isTried ? problem : undefined}
          autoComplete={kind === 'organization' ? 'organization' : 'name'}
        />
      ) : null}
      <div className="mt-6 flex flex-wrap items-center gap-3">
        <Button kind="primary" size="big" type="submit">
          Go on
          <ArrowRight className="rtl:-scale-x-100" />
        </Button>
        <Button kind="quiet" onPress={() => void wallet.disconnect()}>
          Use another wallet
        </Button>
      </div>
    </form>
  )
}
