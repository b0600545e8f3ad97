import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { RadioCards } from '../../components/RadioCards.tsx'
import { TextField } from '../../components/TextField.tsx'
import { PURPOSES } from '../../components/format/purposes.ts'
import { isoDay } from '../../components/format/until.ts'
import type { PurposeCode } from '../../worker/types.ts'
import { PRESETS, dayProblem } from './giveAccessForm.ts'
import type { GiveAccessForm } from './giveAccessForm.ts'
import { WizardActions } from './WizardActions.tsx'

export type WhyStepProps = {
  readonly form: GiveAccessForm
  readonly onBack: () => void
  readonly onNext: (part: Pick<GiveAccessForm, 'purpose' | 'day' | 'history'>) => void
}

/** What for, until when, and whether what is there already comes along. */
export function WhyStep({ form, onBack, onNext }: WhyStepProps) {
  const [purpose, setPurpose] = useState(form.purpose)
  const [day, setDay] = useState(form.day)
  const [history, setHistory] = useState(form.history)
  const [now] = useState(() => new Date())
  const problem = dayProblem(day, now)
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
      <div>
        <TextField
          className="max-w-72"
          label="Last day of access"
          type="date"
          value={day}
          onChange={setDay}
          min={isoDay(now)}
          error={problem}
        />
        <div className="mt-2 flex flex-wrap gap-2">
          {PRESETS.map((preset) => (
            <Button
              key={preset.label}
              size="small"
              onPress={() => setDay(preset.day(now))}
              aria-pressed={day === preset.day(now)}
            >
              {preset.label}
            </Button>
          ))}
        </div>
      </div>
      {form.read.length === 0 ? null : (
        <RadioCards
          label="What they can read"
          value={history}
          onChange={(value) => setHistory(value as GiveAccessForm['history'])}
          options={[
            { value: 'all', title: 'Everything already in these sections, and what is filed from now on' },
            { value: 'from-now', title: 'Only what is filed from now on' },
          ]}
        />
      )}
      <WizardActions next="Go on" onBack={onBack} isNextDisabled={problem !== undefined} />
    </form>
  )
}
