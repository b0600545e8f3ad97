import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useAct } from '../../hooks/useAct.ts'
import type { UnlockerSummary } from '../../worker/types.ts'

export type RenameWayDialogProps = { readonly way: UnlockerSummary; readonly onClose: () => void }

export function RenameWayDialog({ way, onClose }: RenameWayDialogProps) {
  const { run } = useAct()
  const [name, setName] = useState(way.name)
  return (
    <Dialog title="Rename a way to unlock" isOpen onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() === '') return
          onClose()
          if (name.trim() !== way.name) void run({ kind: 'renameUnlocker', id: way.id, name: name.trim() })
        }}
      >
        <TextField
          className="mt-3"
          label="Its name"
          hint="Only you see it. Your wallet asks you to confirm the change."
          value={name}
          onChange={setName}
          maxLength={60}
          autoFocus
          error={name.trim() === '' ? 'Give it a name.' : undefined}
        />
        <DialogActions>
          <Button kind="primary" type="submit">
            Rename
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
