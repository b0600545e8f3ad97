import { Camera, Eye, Hand, KeyRound, Printer } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { useConfig } from '../../hooks/useConfig.ts'
import type { PreparedAccount } from '../../worker/types.ts'
import { AskBack } from './AskBack.tsx'
import { Points } from './Points.tsx'
import { RecoveryCard } from './RecoveryCard.tsx'

export type RecoveryStepProps = { readonly prepared: PreparedAccount; readonly onNext: () => void }

/** The recovery code: shown once, then asked back. */
export function RecoveryStep({ prepared, onNext }: RecoveryStepProps) {
  const config = useConfig()
  const [isAsking, setAsking] = useState(false)
  const [made] = useState(() => new Date())
  if (isAsking)
    return <AskBack code={prepared.recoveryCode} onBack={() => setAsking(false)} onNext={onNext} />
  const isPatient = prepared.kind === 'patient'
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22.5rem]">
      <div>
        <h1 className="text-2xl">Save your recovery code</h1>
        <p className="mt-1 mb-5 text-ink-2">
          If you lose your phone and your wallet, this code is the way back to{' '}
          {isPatient ? 'your records' : 'what you read'}. It is shown only now.
        </p>
        <RecoveryCard account={prepared.account} code={prepared.recoveryCode} made={made} config={config} />
        <div className="mt-5 flex flex-wrap items-center gap-3 print:hidden">
          <Button
            kind="primary"
            size="big"
            onPress={() => {
              window.print()
              setAsking(true)
            }}
          >
            <Printer />
            Print this card
          </Button>
          <Button kind="quiet" onPress={() => setAsking(true)}>
            I wrote it down by hand
          </Button>
        </div>
        <p className="mt-3 text-sm text-ink-2">
          Next we ask for two of the groups, to be sure that you have them.
        </p>
      </div>
      <aside className="print:hidden">
        <h2 className="mb-2">Before you go on</h2>
        <Points
          points={
            isPatient
              ? [
                  [
                    <Eye key="i" />,
                    <>
                      Whoever holds this card can <b>read your chart</b>. Keep it where you keep your
                      passport.
                    </>,
                  ],
                  [
                    <Hand key="i" />,
                    <>
                      It does not let them <b>change who has access</b>. Only your wallet does that.
                    </>,
                  ],
                  [
                    <KeyRound key="i" />,
                    <>
                      If every way to unlock is lost, and this card too, <b>nobody can open your chart</b>.
                      There is no copy anywhere.
                    </>,
                  ],
                  [<Camera key="i" />, <>Do not photograph it. Photos are often copied to other devices.</>],
                ]
              : [
                  [
                    <Eye key="i" />,
                    <>
                      Whoever holds this card can <b>read what patients opened to you</b>. Keep it where you
                      keep your passport.
                    </>,
                  ],
                  [
                    <Hand key="i" />,
                    <>
                      It does not let them <b>file anything in your name</b>. Only your wallet does that.
                    </>,
                  ],
                  [<Camera key="i" />, <>Do not photograph it. Photos are often copied to other devices.</>],
                ]
          }
        />
      </aside>
    </div>
  )
}
