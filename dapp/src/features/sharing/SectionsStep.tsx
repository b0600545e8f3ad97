import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/Checkbox.tsx'
import { SectionTag } from '../../components/SectionTag.tsx'
import type { ChartContents } from '../../worker/types.ts'
import type { GiveAccessForm } from './giveAccessForm.ts'
import { WizardActions } from './WizardActions.tsx'

export type SectionsStepProps = {
  readonly form: GiveAccessForm
  readonly chart: ChartContents
  readonly who: string
  readonly onBack: () => void
  readonly onNext: (part: Pick<GiveAccessForm, 'read' | 'write'>) => void
}

/** Which sections may be read, and which may be added to. */
export function SectionsStep({ form, chart, who, onBack, onNext }: SectionsStepProps) {
  const [read, setRead] = useState(form.read)
  const [write, setWrite] = useState(form.write)
  const isNone = read.length === 0 && write.length === 0
  const toggle = (list: readonly number[], number: number, isIn: boolean) =>
    isIn ? [...list, number].toSorted((a, b) => a - b) : list.filter((other) => other !== number)

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isNone) onNext({ read, write })
      }}
    >
      <h1 className="text-xl">
        Which sections is <bdi className="text-pen">{who}</bdi> let into?
      </h1>
      <p className="mt-1 mb-3 text-sm text-ink-2">
        To read is to open what is there. To add is to file new records, which stay in your chart.
      </p>
      <table className="table-ledger">
        <thead>
          <tr>
            <th scope="col">Section</th>
            <th scope="col" className="w-24">
              Read
            </th>
            <th scope="col" className="w-24">
              Add to
            </th>
          </tr>
        </thead>
        <tbody>
          {chart.sections.map((section, position) => (
            <tr key={section.number}>
              <td className="py-0! font-semibold">
                <SectionTag position={position} label={section.label} />
              </td>
              <td className="py-0!">
                <Checkbox
                  label={`Read ${section.label}`}
                  className="w-11"
                  isSelected={read.includes(section.number)}
                  onChange={(isIn) => setRead(toggle(read, section.number, isIn))}
                />
              </td>
              <td className="py-0!">
                <Checkbox
                  label={`Add to ${section.label}`}
                  className="w-11"
                  isSelected={write.includes(section.number)}
                  onChange={(isIn) => setWrite(toggle(write, section.number, isIn))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="mt-2 flex flex-wrap gap-x-2">
        <Button
          kind="quiet"
          size="small"
          onPress={() => setRead(chart.sections.map((section) => section.number))}
        >
          Read all sections
        </Button>
        <Button
          kind="quiet"
          size="small"
          onPress={() => {
            setRead([])
            setWrite([])
          }}
        >
          Clear
        </Button>
      </div>
      <WizardActions
        next="Go on"
        onBack={onBack}
        isNextDisabled={isNone}
        reason={isNone ? 'Choose at least one section first.' : undefined}
      />
    </form>
  )
}
