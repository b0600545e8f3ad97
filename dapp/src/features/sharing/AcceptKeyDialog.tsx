import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'

export type AcceptKeyDialogProps = {
  /** What the account is called. */
  readonly name: string
  readonly onAccept: () => void
  readonly onKeep: () => void
}

/** A changed key is taken only when the owner says that the person confirmed it. */
export function AcceptKeyDialog({ name, onAccept, onKeep }: AcceptKeyDialogProps) {
  return (
    <Dialog title={`Use the new key of ${name}?`} isOpen onClose={onKeep} role="alertdialog">
      <div className="mt-2 space-y-3 text-ink-2">
        <p>
          A key changes when someone renews it after a theft, or when another person took over that account.
          The page cannot tell which. Ask by telephone or in person, not by a message from that account.
        </p>
        <p>
          Then what {name} may read is encrypted to the new key as well. If the old key was stolen, change the
          locks too: its thief reads what is filed until then.
        </p>
      </div>
      <DialogActions>
        <Button kind="primary" onPress={onAccept}>
          I asked: use the new key
        </Button>
        <Button onPress={onKeep} autoFocus>
          Not now
        </Button>
      </DialogActions>
    </Dialog>
  )
}
