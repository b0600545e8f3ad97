import { PencilLine } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useAct } from '../../hooks/useAct.ts'
import type { ChartContents, NoteCheck, RecordSummary, SessionInfo } from '../../worker/types.ts'
import { titleProblem } from './checkFiles.ts'
import { titlesIn } from './noteRequest.ts'
import { useFilingReason } from './useFilingReason.ts'
import { versionsOf } from './versionsOf.ts'

export type CorrectNoteProps = {
  readonly chart: ChartContents
  readonly session: SessionInfo
  readonly record: RecordSummary
  readonly note: NoteCheck | null
  /** Where the correction is seen on its way. */
  readonly listHref: string
}

/** Lets a note's own author file a corrected one in its place. The first one stays, and can be read. */
export function CorrectNote({ chart, session, record, note, listHref }: CorrectNoteProps) {
  const [isOpen, setOpen] = useState(false)
  const reason = useFilingReason(chart, session)
  const isMine = record.author.toLowerCase() === session.account.toLowerCase()
  const canWrite = chart.sections.some(({ number, canWrite: can }) => can && number === record.section)
  const text = note?.text ?? null
  if (!isMine || !canWrite || text === null || versionsOf(chart, record).later !== null) return null
  return (
    <>
      <Button isDisabled={reason !== undefined} reason={reason} onPress={() => setOpen(true)}>
        <PencilLine />
        Correct
      </Button>
      {isOpen ? (
        <CorrectDialog
          chart={chart}
          record={record}
          text={text}
          listHref={listHref}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  )
}

type CorrectDialogProps = Pick<CorrectNoteProps, 'chart' | 'record' | 'listHref'> & {
  readonly text: string
  readonly onClose: () => void
}

function CorrectDialog({ chart, record, text: before, listHref, onClose }: CorrectDialogProps) {
  const { run } = useAct()
  const [, navigate] = useLocation()
  const [title, setTitle] = useState(record.details?.title ?? '')
  const [text, setText] = useState(before)
  const [isTried, setTried] = useState(false)
  const own = versionsOf(chart, record).all
  const others = titlesIn(
    { records: chart.records.filter(({ number }) => !own.includes(number)) },
    record.section,
  )
  const problem = titleProblem(title, [], others)
  const isSame = text.trim() === before.trim() && title.trim() === record.details?.title
  const textProblem =
    text.trim() === '' ? 'Write something first.' : isSame ? 'Nothing is different yet.' : undefined

  function onSubmit() {
    setTried(true)
    if (problem !== null || textProblem !== undefined) return
    onClose()
    navigate(listHref)
    void run({
      kind: 'fileNote',
      chart: chart.id,
      section: record.section,
      title: title.trim(),
      text,
      amends: record.number,
    })
  }

  return (
    <Dialog title="Correct this note" isOpen onClose={onClose}>
      <p className="mt-1 text-sm text-ink-2">
        The corrected note takes the place of this one in the list. Who can read it can still read what you
        wrote first.
      </p>
      <div className="mt-4 grid gap-4">
        <TextField
          label="Title"
          value={title}
          onChange={setTitle}
          maxLength={200}
          error={isTried ? (problem ?? undefined) : undefined}
        />
        <TextField
          label="Note"
          value={text}
          onChange={setText}
          rows={8}
          error={isTried ? textProblem : undefined}
          autoFocus
        />
      </div>
      <DialogActions>
        <Button kind="primary" onPress={onSubmit}>
          Sign and file
        </Button>
        <Button onPress={onClose}>Cancel</Button>
      </DialogActions>
    </Dialog>
  )
}
