import { Fingerprint, KeyRound, LoaderCircle, Lock, LockKeyhole, UserPlus, Wallet } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { Button, buttonClass } from '../../components/Button.tsx'
import { ButtonLink } from '../../components/ButtonLink.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Loading } from '../../components/Loading.tsx'
import { PersonChip } from '../../components/PersonChip.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { formatList } from '../../components/format/formatList.ts'
import { useAccountState } from '../../hooks/useAccountState.ts'
import { useSentEarlier } from '../../hooks/useSentEarlier.ts'
import { useSession } from '../../hooks/useSession.ts'
import { useToasts } from '../../hooks/useToasts.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import { passkeyProblem } from '../../worker/passkeys.ts'
import type { Failure } from '../../worker/types.ts'
import { sentTitle } from '../transaction/index.ts'
import { ConnectButton } from './ConnectButton.tsx'

/** What stands between a person and their account: connect, unlock, or set up. */
export function UnlockPanel() {
  const { state } = useSession()
  const wallet = useWallet()
  if (state.status === 'unlocked') return null
  if (wallet.status === 'reconnecting') return <Loading rows={2}>Finding your wallet…</Loading>
  return state.status === 'locked' ? (
    <LockedAccount key={state.account} account={state.account} />
  ) : (
    <NoWallet />
  )
}

function NoWallet() {
  return (
    <>
      <h2 className="text-xl">Open your account</h2>
      <p className="mt-1.5 mb-4 text-ink-2">A wallet is the app that proves it is you.</p>
      <ConnectButton />
      <RecoveryLink />
      <PasskeyLink />
    </>
  )
}

function LockedAccount({ account }: { readonly account: `0x${string}` }) {
  const { unlockWithWallet, unlockWithPasskey, unlockWithMetaMask, pending } = useSession()
  const wallet = useWallet()
  const toasts = useToasts()
  const published = useAccountState(account)
  const sent = useSentEarlier(account)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [asked, setAsked] = useState<'wallet' | 'passkey' | 'metamask' | null>(null)

  async function onUnlock(way: 'wallet' | 'passkey' | 'metamask') {
    setFailure(null)
    setAsked(way)
    const outcome =
      way === 'passkey'
        ? await unlockWithPasskey({ account })
        : way === 'metamask'
          ? await unlockWithMetaMask()
          : await unlockWithWallet()
    if (outcome.status === 'rejected')
      toasts.show(
        'declined',
        way === 'passkey'
          ? 'No passkey was given. Nothing has changed.'
          : 'You said no in your wallet. Nothing has changed.',
      )
    if (outcome.status === 'failed') setFailure(outcome.failure)
  }

  if (published.isLoading) return <Loading rows={2}>Looking for this account…</Loading>
  if (published.data === undefined) {
    return (
      <ErrorNotice
        title="This account could not be looked up"
        onRetry={published.refresh}
        isRetrying={published.isRefreshing}
      >
        {published.failure?.sentence ?? 'Nothing was changed.'}
      </ErrorNotice>
    )
  }
  const isNew = published.data === 'none'
  if (isNew && sent.some(({ act }) => act === 'publish')) {
    return (
      <>
        <h2 className="text-xl">Your account is being set up</h2>
        <p className="mt-1.5 mb-4 text-ink-2">
          What you sent is on its way to the chain. You can unlock the account here as soon as it is there.
        </p>
        <Loading>Waiting for the chain…</Loading>
      </>
    )
  }
  const ways = published.data === 'none' ? [] : published.data.unlockers
  const canUseWallet = ways.includes('wallet')
  const busyWith = pending === 'unlock' ? asked : null
  return (
    <>
      <h2 className="text-xl">{isNew ? 'This account is new here' : 'Unlock your account'}</h2>
      <p className="mt-1.5 mb-4 text-ink-2">
        {isNew
          ? 'Set it up once: choose how to unlock it, and save a recovery code.'
          : canUseWallet
            ? 'Your wallet asks you to sign a text. Sign it only on this page.'
            : 'Choose one of the ways that you set up.'}
      </p>
      {sent.length === 0 ? null : (
        <p role="status" className="mb-4 flex gap-2 text-sm text-ink-2">
          <LoaderCircle className="mt-[0.1em] animate-spin" />
          <span>
            On its way to the chain: {formatList(sent.map((act) => sentTitle(act).toLowerCase()))}. It carries
            on while this tab is locked.
          </span>
        </p>
      )}
      <div className="mb-4">
        <PersonChip
          address={account}
          name={wallet.wallet?.name ?? 'Your wallet'}
          note={formatAddress(account)}
        />
      </div>
      {isNew ? (
        <ButtonLink href="/set-up" kind="primary" size="big" className="w-full">
          <UserPlus />
          Set it up
        </ButtonLink>
      ) : (
        <div className="grid gap-2">
          {canUseWallet ? (
            <Button
              kind="primary"
              size="big"
              className="w-full"
              onPress={() => onUnlock('wallet')}
              isDisabled={busyWith !== null && busyWith !== 'wallet'}
              busy={busyWith === 'wallet' ? 'Waiting for your wallet…' : undefined}
            >
              <Lock />
              Unlock with your wallet
            </Button>
          ) : null}
          {ways.includes('passkey') && passkeyProblem() === undefined ? (
            <Button
              kind={canUseWallet ? 'secondary' : 'primary'}
              size="big"
              className="w-full"
              onPress={() => onUnlock('passkey')}
              isDisabled={busyWith !== null && busyWith !== 'passkey'}
              busy={busyWith === 'passkey' ? 'Waiting for your passkey…' : undefined}
            >
              <Fingerprint />
              Unlock with a passkey
            </Button>
          ) : null}
          {ways.includes('metamask') ? (
            <Button
              className="w-full"
              onPress={() => onUnlock('metamask')}
              isDisabled={busyWith !== null && busyWith !== 'metamask'}
              busy={busyWith === 'metamask' ? 'Waiting for your wallet…' : undefined}
            >
              <LockKeyhole />
              Unlock with MetaMask’s encryption key
            </Button>
          ) : null}
        </div>
      )}
      {failure === null ? null : (
        <p role="alert" className="mt-3 text-sm font-semibold text-madder">
          {failure.sentence}
        </p>
      )}
      <div className="mt-4 border-t border-line pt-2">
        {isNew ? null : <RecoveryLink />}
        <Button kind="quiet" className="w-full justify-start px-0!" onPress={() => void wallet.disconnect()}>
          <Wallet />
          Use another wallet
        </Button>
      </div>
    </>
  )
}

/** Without a wallet the account's address is needed too, which the page of the recovery card asks for. */
function PasskeyLink() {
  return (
    <Link href="/unlock" className={buttonClass('quiet', 'normal', 'w-full justify-start px-0!')}>
      <Fingerprint />I have a passkey
    </Link>
  )
}

export function RecoveryLink() {
  return (
    <Link href="/unlock" className={buttonClass('quiet', 'normal', 'w-full justify-start px-0!')}>
      <KeyRound />I have a recovery card
    </Link>
  )
}
