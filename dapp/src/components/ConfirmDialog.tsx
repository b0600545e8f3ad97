import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { Dialog, DialogActions } from './Dialog.tsx'

export type ConfirmDialogProps = {
  readonly title: ReactNode
  readonly isOpen: boolean
  readonly confirm: string
  readonly keep: string
  readonly onConfirm: () => void
  readonly onKeep: () => void
  readonly children: ReactNode
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  title,
  isOpen,
  confirm,
  keep,
  onConfirm,
  onKeep,
  children,
}: ConfirmDialogProps) {
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onKeep} role="alertdialog">
      <div className="mt-2 space-y-3 text-ink-2">{children}</div>
      <DialogActions>
        <Button kind="danger-solid" onPress={onConfirm}>
          {confirm}
        </Button>
        <Button onPress={onKeep} autoFocus>
          {keep}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
