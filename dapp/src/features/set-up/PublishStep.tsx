import { Eye, EyeOff } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { useAct } from '../../hooks/useAct.ts'
import type { PreparedAccount } from '../../worker/types.ts'
import { Points } from './Points.tsx'

export type PublishStepProps = { readonly prepared: PreparedAccount; readonly onPublish: () => void }

/** What a doctor's or an organisation's account makes public, before it does. */
export function PublishStep({ prepared, onPublish }: PublishStepProps) {
  const { state } = useAct()
  return (
    <>
      <h1>Publish your account</h1>
      <p className="mt-1 mb-4 max-w-160 text-ink-2">
        Patients need your public key to let you in. It is published with your name.
      </p>
      <Points
        points={[
          [
            <Eye key="i" />,
            <>
              Anyone can read the name{' '}
              <b>
                <bdi>{prepared.name}</bdi>
              </b>{' '}
              and that it belongs to this account.
            </>,
          ],
          [<EyeOff key="i" />, <>Nobody but you can open what patients seal to your key.</>],
        ]}
      />
      <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          kind="primary"
          size="big"
          onPress={onPublish}
          busy={state.status === 'running' ? 'Publishing…' : undefined}
        >
          Publish my account
        </Button>
        <span className="text-sm text-ink-2">Your wallet asks once more.</span>
      </div>
    </>
  )
}
