import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { SectionMark } from '../../components/SectionTag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useAct } from '../../hooks/useAct.ts'

export type SectionsStepProps = {
  /** What the wallet will be asked: once for the account and once for the chart, or for the chart alone. */
  readonly confirmations: 1 | 2
  readonly onOpen: (chart: { readonly title: string; readonly sections: readonly string[] }) => void
}

const DEFAULTS = [
  'Medications',
  'Lab results',
  'Visits and letters',
  'Allergies',
  'Imaging',
  'Vaccinations',
  'Mental health',
  'My notes',
]
const MOST = 64

type Line = { readonly id: number; readonly label: string }

/** The name on the chart and its sections. Both are sealed: only readers ever see them. */
export function SectionsStep({ confirmations, onOpen }: SectionsStepProps) {
  const { state } = useAct()
  const [title, setTitle] = useState('')
  const [lines, setLines] = useState<readonly Line[]>(() => DEFAULTS.map((label, id) => ({ id, label })))
  const [isTried, setTried] = useState(false)
  const problems = sectionProblems(lines.map((line) => line.label))
  const titleProblem = title.trim() === '' ? 'Write the name that stands on the chart.' : undefined
  const isBusy = state.status === 'running'

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (titleProblem !== undefined || problems.some((problem) => problem !== null) || lines.length === 0)
          return
        onOpen({ title: title.trim(), sections: lines.map((line) => line.label.trim()) })
      }}
    >
      <h1>Your chart and its sections</h1>
      <p className="mt-1 mb-5 max-w-160 text-ink-2">
        You let people into sections, one by one. Their names, and yours, are encrypted: only those you let in
        can read them.
      </p>
      <TextField
        className="max-w-120"
        label="Name on the chart"
        hint="As your doctors know you."
        value={title}
        onChange={setTitle}
        maxLength={80}
        autoComplete="name"
        error={isTried ? titleProblem : undefined}
      />
      <fieldset className="mt-6">
        <legend className="text-sm font-semibold">Sections</legend>
        <ol className="mt-2 grid max-w-200 gap-x-6 gap-y-2 sm:grid-cols-2">
          {lines.map((line, index) => (
            <li key={line.id} className="flex items-start gap-2.5">
              <span className="flex min-h-11 items-center">
                <SectionMark position={index} isLarge />
              </span>
              <TextField
                className="flex-1"
                label={`Section ${index + 1}`}
                isLabelHidden
                value={line.label}
                onChange={(label) =>
                  setLines(lines.map((other) => (other.id === line.id ? { ...other, label } : other)))
                }
                maxLength={60}
                error={
                  problems[index] !== null && (isTried || problems[index] !== EMPTY)
                    ? (problems[index] ?? undefined)
                    : undefined
                }
              />
              <Button
                kind="quiet"
                size="icon"
                aria-label={`Leave out ${line.label === '' ? `section ${index + 1}` : line.label}`}
                onPress={() => setLines(lines.filter((other) => other.id !== line.id))}
              >
                <Trash2 />
              </Button>
            </li>
          ))}
        </ol>
        {lines.length < MOST ? (
          <Button
            kind="quiet"
            className="mt-2"
            onPress={() =>
              setLines([...lines, { id: Math.max(-1, ...lines.map((line) => line.id)) + 1, label: '' }])
            }
          >
            <Plus />
            Add a section
          </Button>
        ) : null}
      </fieldset>
      <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          kind="primary"
          size="big"
          type="submit"
          busy={isBusy ? 'Setting up…' : undefined}
          reason={lines.length === 0 ? 'A chart needs one section at least.' : undefined}
        >
          Open my chart
        </Button>
        <span className="text-sm text-ink-2">
          {confirmations === 2
            ? 'Your wallet asks twice more: for the account, then for the chart.'
            : 'Your wallet asks once more.'}
        </span>
      </div>
    </form>
  )
}

const EMPTY = 'Write a name, or leave this section out.'

/** What is wrong with each label, by place; null where nothing is. */
export function sectionProblems(labels: readonly string[]): readonly (string | null)[] {
  const plain = labels.map((label) => label.trim().toLocaleLowerCase())
  return plain.map((label, index) => {
    if (label === '') return EMPTY
    return plain.indexOf(label) < index ? 'There is a section of this name already. Write another one.' : null
  })
}
