import { Fingerprint, Signature, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Details } from '../../components/Details.tsx'
import { useSession } from '../../hooks/useSession.ts'
import { useToasts } from '../../hooks/useToasts.ts'
import type { AccountKind, Failure, PreparedAccount } from '../../worker/types.ts'
import { Points } from './Points.tsx'

export type UnlockStepProps = {
  readonly kind: AccountKind
  readonly name: string
  readonly onBack: () => void
  readonly onNext: (prepared: PreparedAccount) => void
}

/** The wallet's signature as a way to unlock, with its limits. It is asked twice, to be sure that it is always the same. */
export function UnlockStep({ kind, name, onBack, onNext }: UnlockStepProps) {
  const { prepareAccount, pending } = useSession()
  const toasts = useToasts()
  const [failure, setFailure] = useState<Failure | null>(null)

  async function onSign() {
    setFailure(null)
    const outcome = await prepareAccount(kind === 'patient' ? { kind } : { kind, name })
    if (outcome.status === 'done') onNext(outcome.value)
    if (outcome.status === 'rejected')
      toasts.show('declined', 'You said no in your wallet. Nothing has changed.')
    if (outcome.status === 'failed') setFailure(outcome.failure)
  }

  return (
    <>
      <h1>A way to unlock</h1>
      <p className="mt-1 mb-4 max-w-160 text-ink-2">
        Your wallet unlocks the account by signing a fixed text. It signs twice now, so that we know it will
        give the same signature every time. Signing costs nothing and sends nothing.
      </p>
      <Points
        points={[
          [
            <Signature key="i" />,
            <>
              Sign this text <b>only on this page</b>. A false page could ask for it, and could then read
              everything.
            </>,
          ],
          [
            <TriangleAlert key="i" />,
            <>
              It is the <b>weaker</b> way: a computer of the future may break a wallet’s signature. The
              recovery code of the next step is not weak in that way.
            </>,
          ],
          [
            <Fingerprint key="i" />,
            <>
              The signature <b>never leaves this device</b>. It is used to open your account and then
              forgotten.
            </>,
          ],
        ]}
      />
      {failure === null ? null : (
        <div
          role="alert"
          className="mt-4 max-w-160 rounded-control border border-madder-line bg-madder-tint px-4 py-3"
        >
          <p className="font-semibold text-madder">{failure.sentence}</p>
          {failure.details === null ? null : (
            <Details>
              <p className="font-mono text-xs wrap-anywhere">{failure.details}</p>
            </Details>
          )}
        </div>
      )}
      <div className="mt-6 flex flex-wrap items-center gap-3">
        <Button
          kind="primary"
          size="big"
          onPress={onSign}
          busy={pending === 'prepare' ? 'Waiting for your wallet…' : undefined}
        >
          Sign twice in your wallet
        </Button>
        <Button kind="quiet" onPress={onBack} isDisabled={pending === 'prepare'}>
          Back
        </Button>
      </div>
    </>
  )
}
