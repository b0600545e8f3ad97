import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { SelectField } from '../../components/SelectField.tsx'
import { TextField } from '../../components/TextField.tsx'
import type { AddRecordsRequest, ChartContents } from '../../worker/types.ts'
import { noteRequest, titlesIn } from './noteRequest.ts'
import { titleProblem } from './checkFiles.ts'

export type WriteDialogProps = {
  readonly chart: ChartContents
  readonly section: number | null
  readonly onClose: () => void
  readonly onFile: (request: AddRecordsRequest) => void
}

/** Types an entry instead of choosing a file. */
export function WriteDialog({ chart, section, onClose, onFile }: WriteDialogProps) {
  const writable = chart.sections.filter((one) => one.canWrite)
  const [chosen, setChosen] = useState(() =>
    String((writable.find((one) => one.number === section) ?? writable[0])?.number ?? ''),
  )
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const [isTried, setTried] = useState(false)
  const problem = titleProblem(title, [], titlesIn(chart, Number(chosen)))

  function onSubmit() {
    setTried(true)
    if (problem === null && text.trim() !== '') onFile(noteRequest(chart, Number(chosen), title, text))
  }

  return (
    <Dialog title="Type an entry" isOpen onClose={onClose}>
      <div className="mt-4 grid gap-4">
        <SelectField
          label="File into"
          value={chosen}
          onChange={setChosen}
          options={writable.map((one) => ({ value: String(one.number), label: one.label }))}
        />
        <TextField
          label="Title"
          value={title}
          onChange={setTitle}
          maxLength={200}
          error={isTried ? (problem ?? undefined) : undefined}
          autoFocus
        />
        <TextField
          label="Text"
          value={text}
          onChange={setText}
          rows={7}
          error={isTried && text.trim() === '' ? 'Write something first.' : undefined}
        />
      </div>
      <DialogActions>
        <Button kind="primary" onPress={onSubmit}>
          File it
        </Button>
        <Button onPress={onClose}>Cancel</Button>
      </DialogActions>
    </Dialog>
  )
}
