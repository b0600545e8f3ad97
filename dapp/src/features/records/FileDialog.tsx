import { Plus, Trash2, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { SelectField } from '../../components/SelectField.tsx'
import { TextField } from '../../components/TextField.tsx'
import { formatBytes } from '../../components/format/formatBytes.ts'
import { isoDay } from '../../components/format/until.ts'
import { useConfig } from '../../hooks/useConfig.ts'
import type { AddRecordsRequest, ChartContents } from '../../worker/types.ts'
import { fileProblem, titleOfFile, titleProblem } from './checkFiles.ts'
import { FileButton } from './FileButton.tsx'

export type FileDialogProps = {
  readonly chart: ChartContents
  /** The files that were chosen or dropped. */
  readonly files: readonly File[]
  /** The section that the list shows, to begin with. */
  readonly section: number | null
  readonly onClose: () => void
  readonly onFile: (request: AddRecordsRequest) => void
}

type Entry = { readonly id: number; readonly file: File; readonly title: string; readonly day: string }

let nextId = 1
const entryOf = (file: File): Entry => ({ id: nextId++, file, title: titleOfFile(file.name), day: '' })

/** Asks where files belong and what they are called, before anything is stored. */
export function FileDialog({ chart, files, section, onClose, onFile }: FileDialogProps) {
  const { maxFileBytes } = useConfig()
  const writable = chart.sections.filter((one) => one.canWrite)
  const [chosen, setChosen] = useState(() =>
    String((writable.find((one) => one.number === section) ?? writable[0])?.number ?? ''),
  )
  const [entries, setEntries] = useState<readonly Entry[]>(() => files.map(entryOf))
  const [isTried, setTried] = useState(false)
  const [today] = useState(() => isoDay(new Date()))
  const filed = chart.records
    .filter((record) => record.section === Number(chosen) && record.details !== null)
    .map((record) => record.details?.title ?? '')

  const change = (id: number, part: Partial<Entry>) =>
    setEntries(entries.map((entry) => (entry.id === id ? { ...entry, ...part } : entry)))
  const problems = entries.map((entry) => ({
    file: fileProblem(entry.file, maxFileBytes),
    title: titleProblem(
      entry.title,
      entries.filter((other) => other.id !== entry.id).map((other) => other.title),
      filed,
    ),
  }))
  const isBad = problems.some((problem) => problem.file !== null)
  const isUnready = problems.some((problem) => problem.title !== null)

  function onSubmit() {
    setTried(true)
    if (isBad || isUnready || entries.length === 0) return
    onFile({
      kind: 'addRecords',
      chart: chart.id,
      section: Number(chosen),
      files: entries.map(({ file, title, day }) => ({
        name: file.name,
        blob: file,
        title: title.trim(),
        ...(day === '' ? {} : { happenedAt: day }),
      })),
    })
  }

  return (
    <Dialog
      title={entries.length === 1 ? 'File this record' : `File these ${entries.length} records`}
      isOpen
      onClose={onClose}
    >
      <p className="mt-1 text-sm text-ink-2">
        Encrypted on this computer first. A record cannot be removed after filing.
      </p>
      <SelectField
        className="mt-4"
        label="File into"
        value={chosen}
        onChange={setChosen}
        options={writable.map((one) => ({ value: String(one.number), label: one.label }))}
      />
      <ul className="mt-4 divide-y divide-line border-y border-line">
        {entries.map((entry, index) => (
          <li key={entry.id} className="py-3">
            <p className="flex items-center gap-3 text-sm text-ink-2">
              <bdi className="min-w-0 flex-1 wrap-anywhere">{entry.file.name}</bdi>
              <bdi className="flex-none tabular-nums">{formatBytes(entry.file.size)}</bdi>
              {entries.length === 1 ? null : (
                <Button
                  kind="quiet"
                  size="icon"
                  aria-label={`Leave out ${entry.file.name}`}
                  onPress={() => setEntries(entries.filter((other) => other.id !== entry.id))}
                >
                  <Trash2 />
                </Button>
              )}
            </p>
            {(problems[index]?.file ?? null) === null ? (
              <div className="mt-1 grid gap-3 sm:grid-cols-[minmax(0,1fr)_11rem]">
                <TextField
                  label="Title"
                  value={entry.title}
                  onChange={(title) => change(entry.id, { title })}
                  maxLength={200}
                  error={
                    isTried || isDuplicate(problems[index]?.title)
                      ? (problems[index]?.title ?? undefined)
                      : undefined
                  }
                />
                <TextField
                  label="Day it is about"
                  type="date"
                  value={entry.day}
                  max={today}
                  onChange={(day) => change(entry.id, { day })}
                />
              </div>
            ) : (
              <p role="alert" className="mt-1 flex items-start gap-1.5 text-sm font-semibold text-madder">
                <TriangleAlert className="mt-[0.1em]" />
                <span>{problems[index]?.file}</span>
              </p>
            )}
          </li>
        ))}
      </ul>
      <DialogActions>
        <Button
          kind="primary"
          onPress={onSubmit}
          reason={isBad ? 'Leave out or replace the files that cannot be filed.' : undefined}
        >
          {entries.length === 1 ? 'File it' : `File ${entries.length} records`}
        </Button>
        <Button onPress={onClose}>Cancel</Button>
        <FileButton
          kind="quiet"
          onFiles={(more) =>
            setEntries([
              ...entries.filter((entry) => fileProblem(entry.file, maxFileBytes) === null),
              ...more.map(entryOf),
            ])
          }
        >
          <Plus />
          {isBad ? 'Choose others' : 'Add more'}
        </FileButton>
      </DialogActions>
    </Dialog>
  )
}

function isDuplicate(problem: string | null | undefined): boolean {
  return typeof problem === 'string' && !problem.startsWith('Give')
}
