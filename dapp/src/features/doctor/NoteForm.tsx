import { Upload } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Panel } from '../../components/Panel.tsx'
import { SelectField } from '../../components/SelectField.tsx'
import { TextField } from '../../components/TextField.tsx'
import { formatLongDate } from '../../components/format/formatDate.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useWallet } from '../../hooks/useWallet.ts'
import type { ChartContents, SessionInfo } from '../../worker/types.ts'
import {
  FileButton,
  FileDialog,
  titleProblem,
  titlesIn,
  useFiling,
  useFilingReason,
} from '../records/index.ts'
import { noteTitle } from './noteTitle.ts'
import { useNow } from '../../components/useNow.ts'

/** Signs and files a typed note, or files documents, into a section that this account may add to. */
export function NoteForm({
  chart,
  session,
}: {
  readonly chart: ChartContents
  readonly session: SessionInfo
}) {
  const { run } = useAct()
  const wallet = useWallet()
  const now = useNow()
  const filing = useFiling(chart)
  const cannotFile = useFilingReason(chart, session)
  const writable = chart.sections.filter((section) => section.canWrite)
  const [chosen, setChosen] = useState<string | null>(null)
  const [title, setTitle] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [isTried, setTried] = useState(false)
  const [files, setFiles] = useState<readonly File[] | null>(null)

  const section = writable.find(({ number }) => String(number) === chosen) ?? writable[0]
  if (section === undefined) return null
  const titles = titlesIn(chart, section.number)
  const shownTitle = title ?? noteTitle(formatLongDate(now), titles)
  const isEmpty = text.trim() === ''
  const problem = titleProblem(shownTitle, [], titles)
  const isFiling = filing?.status === 'running'
  const reason = isFiling
    ? undefined
    : wallet.isWrongNetwork
      ? 'Your wallet is on another network. Switch it first.'
      : cannotFile

  async function onSubmit() {
    setTried(true)
    if (section === undefined || isEmpty || problem !== null) return
    const outcome = await run({
      kind: 'fileNote',
      chart: chart.id,
      section: section.number,
      title: shownTitle.trim(),
      text,
      amends: null,
    })
    if (outcome.status !== 'done') return
    setTitle(null)
    setText('')
    setTried(false)
  }

  return (
    <Panel>
      <h2>Write a note</h2>
      <form
        className="mt-2 grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void onSubmit()
        }}
      >
        <SelectField
          label="File into"
          value={String(section.number)}
          onChange={setChosen}
          options={writable.map(({ number, label }) => ({ value: String(number), label }))}
        />
        <TextField
          label="Title"
          value={shownTitle}
          onChange={setTitle}
          maxLength={200}
          isDisabled={isFiling}
          error={isTried || title !== null ? (problem ?? undefined) : undefined}
        />
        <TextField
          label="Note"
          value={text}
          onChange={setText}
          rows={6}
          isDisabled={isFiling}
          error={isTried && isEmpty ? 'Write something first.' : undefined}
        />
        <div className="grid gap-2 *:w-full sm:max-lg:flex sm:max-lg:*:w-auto">
          <Button type="submit" kind="primary" busy={isFiling ? 'Filing…' : undefined} reason={reason}>
            Sign and file
          </Button>
          <FileButton isDisabled={isFiling || reason !== undefined} onFiles={setFiles}>
            <Upload />
            Choose files
          </FileButton>
        </div>
      </form>
      <p className="mt-2 text-xs text-ink-2">
        Your wallet asks twice: to sign it, and to file it. A note cannot be removed after filing. You can
        correct it with another one. Encrypted on this computer first.
      </p>
      {files === null ? null : (
        <FileDialog
          chart={chart}
          files={files}
          section={section.number}
          onClose={() => setFiles(null)}
          onFile={(request) => {
            setFiles(null)
            void run(request)
          }}
        />
      )}
    </Panel>
  )
}
