import { useState } from 'react'
import { RadioCards } from '../../components/RadioCards.tsx'
import { PURPOSES } from '../../components/format/purposes.ts'
import { usePeriods } from '../../hooks/usePeriods.ts'
import type { ChartContents, PurposeCode } from '../../worker/types.ts'
import { HistoryField } from './HistoryField.tsx'
import { UntilField } from './UntilField.tsx'
import { dayProblem } from './giveAccessForm.ts'
import type { GiveAccessForm } from './giveAccessForm.ts'
import { WizardActions } from './WizardActions.tsx'

export type WhyStepProps = {
  readonly form: GiveAccessForm
  readonly chart: ChartContents
  /** Seconds: what is given cannot last beyond it. */
  readonly limit?: number | undefined
  readonly onBack: () => void
  readonly onNext: (part: Pick<GiveAccessForm, 'purpose' | 'day' | 'history'>) => void
}

/** What for, until when, and whether what is there already comes along. */
export function WhyStep({ form, chart, limit, onBack, onNext }: WhyStepProps) {
  const [purpose, setPurpose] = useState(form.purpose)
  const [day, setDay] = useState(form.day)
  const [history, setHistory] = useState(form.history)
  const [now] = useState(() => new Date())
  const periods = usePeriods(chart.id).data ?? []
  const problem = dayProblem(day, now, limit)
  const purposes = PURPOSES.some((one) => one.code === form.purpose)
    ? PURPOSES
    : [{ code: form.purpose, words: form.purpose, means: 'As it was given.' }, ...PURPOSES]

  return (
    <form
      className="space-y-6"
      onSubmit={(event) => {
        event.preventDefault()
        if (problem === undefined) onNext({ purpose, day, history })
      }}
    >
      <h1 className="text-xl">Why, and until when?</h1>
      <RadioCards
        label="What it is for"
        columns
        value={purpose}
        onChange={(value) => setPurpose(value as PurposeCode)}
        options={purposes.map(({ code, words, means }) => ({
          value: code,
          title: words.charAt(0).toUpperCase() + words.slice(1),
          text: means,
        }))}
      />
      <UntilField label="Last day of access" day={day} onDay={setDay} limit={limit} />
      {form.read.length === 0 ? null : (
        <HistoryField
          chart={chart}
          periods={periods}
          read={form.read}
          history={history}
          onHistory={setHistory}
        />
      )}
      <WizardActions next="Go on" onBack={onBack} isNextDisabled={problem !== undefined} />
    </form>
  )
}
