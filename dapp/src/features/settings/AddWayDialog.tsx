import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { RadioCards } from '../../components/RadioCards.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useAct } from '../../hooks/useAct.ts'
import { useSession } from '../../hooks/useSession.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import { passkeyProblem } from '../../worker/passkeys.ts'
import type { Failure, UnlockerSummary } from '../../worker/types.ts'
import { WAYS } from './wayWords.tsx'

type Kind = 'passkey' | 'wallet' | 'metamask'

export type AddWayDialogProps = {
  /** Those that the account has. */
  readonly ways: readonly UnlockerSummary[]
  readonly onClose: () => void
}

/** Chooses a way, names it, and has the device or the wallet give what it unlocks with. */
export function AddWayDialog({ ways, onClose }: AddWayDialogProps) {
  const { prepareUnlocker, pending } = useSession()
  const { run } = useAct()
  const { wallet } = useWallet()
  const hasWallet = ways.some(({ kind }) => kind === 'wallet')
  const kinds: readonly Kind[] = hasWallet ? ['passkey', 'metamask'] : ['passkey', 'wallet', 'metamask']
  const [kind, setKind] = useState<Kind>(passkeyProblem() === undefined ? 'passkey' : (kinds[1] ?? 'passkey'))
  const [name, setName] = useState('')
  const [isTried, setTried] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  // To make it; then about its own salt and those of the others, two at a time.
  const asks = 1 + Math.ceil((1 + ways.filter((way) => way.kind === 'passkey').length) / 2)
  const reason = kind === 'passkey' ? passkeyProblem() : undefined

  async function onAdd() {
    setTried(true)
    const given = name.trim()
    if (given === '' || reason !== undefined) return
    setFailure(null)
    const outcome = await prepareUnlocker({ kind, name: given })
    if (outcome.status === 'failed') setFailure(outcome.failure)
    if (outcome.status !== 'done') return
    onClose()
    await run({ kind: 'addUnlocker', name: given })
  }

  return (
    <Dialog title="Add a way to unlock" isOpen onClose={pending === null ? onClose : undefined}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void onAdd()
        }}
      >
        <div className="mt-3 grid gap-4">
          <RadioCards
            label="Way"
            value={kind}
            onChange={(value) => {
              setKind(value as Kind)
              setFailure(null)
            }}
            options={kinds.map((value) => ({
              value,
              title: WAYS[value].title,
              text: [WAYS[value].text, WAYS[value].weakness].filter((part) => part !== null).join(' '),
            }))}
          />
          <TextField
            label="Its name"
            hint="Only you see it. Say where it is: “My phone”."
            value={name}
            onChange={setName}
            maxLength={60}
            error={isTried && name.trim() === '' ? 'Give it a name.' : undefined}
          />
        </div>
        <p className="mt-3 text-sm text-ink-2">
          {kind === 'passkey'
            ? `Your device asks you ${asks === 2 ? 'twice' : `${asks} times`}: first to make the passkey, then to see that it is new and unlocks.`
            : kind === 'wallet'
              ? 'Your wallet asks you to sign the same text twice. That costs nothing.'
              : `${wallet?.name ?? 'Your wallet'} asks to give its encryption key, then to decrypt with it. Only MetaMask can do this.`}{' '}
          Then your wallet asks you to confirm the change.
        </p>
        {failure === null ? null : (
          <p role="alert" className="mt-3 text-sm font-semibold text-madder">
            {failure.sentence}
          </p>
        )}
        <DialogActions>
          <Button
            kind="primary"
            type="submit"
            reason={reason}
            busy={
              pending === 'prepare'
                ? kind === 'passkey'
                  ? 'Asking your device…'
                  : 'Asking your wallet…'
                : undefined
            }
          >
            Go on
          </Button>
          <Button onPress={onClose} isDisabled={pending !== null}>
            Cancel
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
