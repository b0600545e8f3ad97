import { Wallet } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { useConfig } from '../../hooks/useConfig.ts'
import { useToasts } from '../../hooks/useToasts.ts'
import { type FoundWallet, useWallet } from '../../hooks/useWallet.ts'
import type { Failure } from '../../worker/types.ts'

export type ConnectDialogProps = {
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** The wallets that announced themselves in this browser; choosing one asks it for an account. */
export function ConnectDialog({ isOpen, onClose }: ConnectDialogProps) {
  return (
    <Dialog title="Choose your wallet" isOpen={isOpen} onClose={onClose}>
      <Choices onClose={onClose} />
    </Dialog>
  )
}

function Choices({ onClose }: { readonly onClose: () => void }) {
  const { wallets, connect } = useWallet()
  const { demo } = useConfig()
  const toasts = useToasts()
  const [asked, setAsked] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function onChoose(id: string) {
    setFailure(null)
    setAsked(id)
    const outcome = await connect(id)
    setAsked(null)
    if (outcome.status === 'done') onClose()
    if (outcome.status === 'rejected')
      toasts.show('declined', 'You said no in your wallet. Nothing has changed.')
    if (outcome.status === 'failed') setFailure(outcome.failure)
  }

  const own = wallets.filter((wallet) => !wallet.isPractice)
  const practice = demo ? wallets.filter((wallet) => wallet.isPractice) : []
  return (
    <>
      <p className="mt-1 text-ink-2">
        A wallet is the app that proves it is you. It will ask which account to show here.
      </p>
      {own.length + practice.length === 0 ? null : (
        <ul className="mt-4 grid gap-2">
          {[...own, ...practice].map((wallet) => (
            <li key={wallet.id}>
              <Choice
                wallet={wallet}
                isAsked={asked === wallet.id}
                isDisabled={asked !== null && asked !== wallet.id}
                onChoose={() => void onChoose(wallet.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {own.length > 0 ? null : (
        <p className="mt-4 text-sm text-ink-2">
          {practice.length === 0 ? 'No wallet' : 'No wallet of your own'} was found in this browser. To use
          one, install it (MetaMask is such a wallet), then reload this page.
        </p>
      )}
      {failure === null ? null : (
        <p role="alert" className="mt-3 text-sm font-semibold text-madder">
          {failure.sentence}
        </p>
      )}
      <DialogActions>
        <Button onPress={onClose}>Cancel</Button>
      </DialogActions>
    </>
  )
}

type ChoiceProps = {
  readonly wallet: FoundWallet
  readonly isAsked: boolean
  readonly isDisabled: boolean
  readonly onChoose: () => void
}

function Choice({ wallet, isAsked, isDisabled, onChoose }: ChoiceProps) {
  return (
    <Button
      className={
        wallet.isPractice
          ? 'stripes w-full justify-start! border-dashed text-start'
          : 'w-full justify-start! text-start'
      }
      isDisabled={isDisabled}
      onPress={onChoose}
      busy={isAsked ? `Asking ${wallet.name}…` : undefined}
    >
      {wallet.icon === null ? (
        <Wallet />
      ) : (
        <img src={wallet.icon} alt="" width={28} height={28} className="size-7 rounded-tag" />
      )}
      <span>
        <bdi className="block">{wallet.name}</bdi>
        {wallet.isPractice ? (
          <span className="block text-sm font-normal whitespace-normal text-ink-2">
            Invented people with public keys, on this computer only
          </span>
        ) : null}
      </span>
    </Button>
  )
}
