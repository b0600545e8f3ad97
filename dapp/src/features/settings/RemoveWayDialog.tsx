import { useState } from 'react'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { useAct } from '../../hooks/useAct.ts'
import type { SessionInfo, UnlockerSummary } from '../../worker/types.ts'
import { NewKeysChoice } from './NewKeysChoice.tsx'

export type RemoveWayDialogProps = {
  readonly way: UnlockerSummary
  readonly session: SessionInfo
  readonly onClose: () => void
}

export function RemoveWayDialog({ way, session, onClose }: RemoveWayDialogProps) {
  const { run } = useAct()
  const [renew, setRenew] = useState(true)
  return (
    <ConfirmDialog
      title={
        <>
          Remove “<bdi>{way.name}</bdi>”?
        </>
      }
      isOpen
      confirm="Remove it"
      keep="Keep it"
      onConfirm={() => {
        onClose()
        void run({ kind: 'removeUnlocker', id: way.id, renew })
      }}
      onKeep={onClose}
    >
      <p>
        It no longer unlocks your account.
        {way.kind === 'passkey' ? ' The passkey itself stays on its device until you delete it there.' : ''}
        {way.kind === 'wallet'
          ? ` Your wallet still confirms each change; it only no longer ${session.kind === 'patient' ? 'opens your chart' : 'opens your account'}.`
          : ''}
      </p>
      <NewKeysChoice
        what={way.kind === 'passkey' ? 'this passkey' : 'what this unlocks with'}
        value={renew}
        onChange={setRenew}
      />
    </ConfirmDialog>
  )
}
