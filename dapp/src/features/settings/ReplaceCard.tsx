import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../../components/Button.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useAct } from '../../hooks/useAct.ts'
import { useSession } from '../../hooks/useSession.ts'
import type { Failure, SessionInfo } from '../../worker/types.ts'
import { RecoveryStep } from '../set-up/index.ts'
import { NewKeysChoice } from './NewKeysChoice.tsx'

/** A new recovery card: why, the card itself, two groups asked back. Until it is confirmed the old one counts. */
export function ReplaceCard({ session }: { readonly session: SessionInfo }) {
  const { prepareRecoveryCode, pending } = useSession()
  const { run, state } = useAct()
  const [, navigate] = useLocation()
  const [renew, setRenew] = useState(true)
  const [code, setCode] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)

  // Follows the act by its state, so that "Try again" in the dialog leads on as well.
  useEffect(() => {
    if (code !== null && state.status === 'done' && state.request.kind === 'replaceRecoveryCode') {
      navigate('/settings', { replace: true })
    }
  }, [code, state, navigate])

  async function onMake() {
    setFailure(null)
    const outcome = await prepareRecoveryCode()
    if (outcome.status === 'done') setCode(outcome.value)
    if (outcome.status === 'failed') setFailure(outcome.failure)
  }

  if (code !== null) {
    return (
      <Panel className="p-5! sm:p-8!">
        <RecoveryStep
          prepared={{ ...session, recoveryCode: code }}
          onNext={() => void run({ kind: 'replaceRecoveryCode', renew })}
        />
      </Panel>
    )
  }
  return (
    <Panel className="p-5! sm:p-8!">
      <div className="max-w-160">
        <h1>Replace the recovery card</h1>
        <p className="mt-1 mb-5 text-ink-2">
          You get a new card, and the old one no longer unlocks your account. Until your wallet has confirmed
          it, the old card counts.
        </p>
        <NewKeysChoice what="the old card" value={renew} onChange={setRenew} />
        {failure === null ? null : (
          <p role="alert" className="mt-3 text-sm font-semibold text-madder">
            {failure.sentence}
          </p>
        )}
        <div className="mt-6 flex flex-wrap gap-3">
          <Button
            kind="primary"
            size="big"
            onPress={onMake}
            reason={session.canAct ? undefined : 'Connect your wallet to replace the card.'}
            busy={pending === 'prepare' ? 'Making it…' : undefined}
          >
            Show the new card
          </Button>
          <Button kind="quiet" onPress={() => navigate('/settings')}>
            Back
          </Button>
        </div>
      </div>
    </Panel>
  )
}
