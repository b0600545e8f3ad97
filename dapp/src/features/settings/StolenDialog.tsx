import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { useAct } from '../../hooks/useAct.ts'
import type { SessionInfo } from '../../worker/types.ts'
import { NewKeysCost } from './NewKeysChoice.tsx'

export type StolenDialogProps = { readonly session: SessionInfo; readonly onClose: () => void }

/** After a theft: everything new. What unlocks stays, so the stolen thing is to be removed first. */
export function StolenDialog({ session, onClose }: StolenDialogProps) {
  const { run } = useAct()
  return (
    <ConfirmDialog
      title="Change all keys of your account?"
      isOpen
      confirm="Change all keys"
      keep="Not now"
      onConfirm={() => {
        onClose()
        void run({ kind: 'rotateAccountKey' })
      }}
      onKeep={onClose}
    >
      <p>
        If a device was stolen while this page was open on it, its keys may be in other hands. Your ways to
        unlock stay as they are, and open the new keys.
      </p>
      <p>
        If it was one of your <b>ways to unlock</b> that was stolen, go back and remove that one, or replace
        the card. That changes all keys as well.
      </p>
      <p>
        <NewKeysCost />{' '}
        {session.kind === 'patient'
          ? ''
          : 'People who let you in are shown that your key changed. Tell them that it was you.'}
      </p>
    </ConfirmDialog>
  )
}
