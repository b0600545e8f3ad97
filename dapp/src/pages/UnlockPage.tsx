import { ArrowLeft, Fingerprint, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Link, Redirect } from 'wouter'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { Panel } from '../components/Panel.tsx'
import { PlainFrame } from '../components/PlainFrame.tsx'
import { TextField } from '../components/TextField.tsx'
import { useBanners, useHome, usePageTitle } from '../features/frame/index.ts'
import { readCard } from '../features/set-up/index.ts'
import { useAccountState } from '../hooks/useAccountState.ts'
import { useSession } from '../hooks/useSession.ts'
import { useToasts } from '../hooks/useToasts.ts'
import { passkeyProblem } from '../worker/passkeys.ts'
import type { Failure } from '../worker/types.ts'

/** Opens an account with its recovery card. */
export function UnlockPage() {
  const home = useHome()
  const banners = useBanners()
  usePageTitle('Use a recovery card')
  if (home.status === 'found') return <Redirect to={home.href} replace />
  return (
    <PlainFrame banners={banners}>
      <main className="mx-auto w-full max-w-160 px-4 py-8">
        <p className="mb-2 text-sm">
          <Link
            href="/"
            className="inline-flex min-h-11 items-center gap-2 font-semibold text-spruce no-underline hover:underline"
          >
            <ArrowLeft />
            Back
          </Link>
        </p>
        <Panel className="p-5! sm:p-8!">
          {home.status === 'loading' ? (
            <Loading rows={3}>Looking for your chart…</Loading>
          ) : home.status === 'failed' ? (
            <ErrorNotice title="Your chart could not be found" onRetry={home.retry}>
              {home.failure.sentence}
            </ErrorNotice>
          ) : (
            <RecoveryForm />
          )}
        </Panel>
      </main>
    </PlainFrame>
  )
}

function RecoveryForm() {
  const { unlockWithRecoveryCode, unlockWithPasskey, pending, account: connected } = useSession()
  const [account, setAccount] = useState<string>(connected ?? '')
  const [code, setCode] = useState('')
  const [isTried, setTried] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const isAccount = /^0x[0-9a-fA-F]{40}$/.test(account.trim())
  const published = useAccountState(isAccount ? (account.trim() as `0x${string}`) : null).data
  const hasPasskey =
    published !== undefined && published !== 'none' && published.unlockers.includes('passkey')
  const toasts = useToasts()

  /** A whole card pasted into either field fills both. */
  function onPaste(text: string, into: (text: string) => void) {
    const card = readCard(text)
    setFailure(null)
    if (card.account === '' || card.code === '') return into(text)
    setAccount(card.account)
    setCode(card.code)
  }

  async function onPasskey() {
    setFailure(null)
    const outcome = await unlockWithPasskey({ account: account.trim() as `0x${string}` })
    if (outcome.status === 'rejected') toasts.show('declined', 'No passkey was given. Nothing has changed.')
    setFailure(outcome.status === 'failed' ? outcome.failure : null)
  }

  async function onOpen() {
    setTried(true)
    if (!isAccount || code.trim() === '') return
    const outcome = await unlockWithRecoveryCode({
      account: account.trim() as `0x${string}`,
      recoveryCode: code,
    })
    setFailure(outcome.status === 'failed' ? outcome.failure : null)
  }

  const isCodeWrong = failure?.name === 'RecoveryCodeInvalidError'
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void onOpen()
      }}
    >
      <h1>Use a recovery card</h1>
      <p className="mt-1 mb-5 text-ink-2">
        It opens what is in the account for reading. If the account has a passkey, its address is enough. To
        change who has access, or to add records, connect the wallet of that account too.
      </p>
      <div className="grid gap-4">
        <TextField
          label="Account, as printed on the card"
          value={account}
          onChange={(text) => onPaste(text, setAccount)}
          isCode
          placeholder="0x…"
          autoComplete="off"
          error={
            isTried && !isAccount
              ? 'An account begins with 0x and has 40 digits and letters after it.'
              : undefined
          }
        />
        <TextField
          label="Recovery code"
          hint="Seven groups of four. Capitals and hyphens do not matter."
          value={code}
          onChange={(text) => onPaste(text, setCode)}
          isCode
          autoComplete="off"
          placeholder="XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"
          error={
            isTried && code.trim() === ''
              ? 'Type the code from the card.'
              : isCodeWrong
                ? failure.sentence
                : undefined
          }
        />
      </div>
      {failure === null || isCodeWrong ? null : (
        <p role="alert" className="mt-4 text-sm font-semibold text-madder">
          {failure.sentence}
        </p>
      )}
      <Button
        kind="primary"
        size="big"
        type="submit"
        className="mt-6"
        busy={pending === 'unlock' ? 'Opening…' : undefined}
      >
        <KeyRound />
        Open
      </Button>
      {hasPasskey && passkeyProblem() === undefined ? (
        <div className="mt-6 border-t border-line pt-4">
          <p className="mb-2 text-ink-2">This account has a passkey too. With it no code is needed.</p>
          <Button onPress={onPasskey} isDisabled={pending !== null}>
            <Fingerprint />
            Open with a passkey
          </Button>
        </div>
      ) : null}
    </form>
  )
}
