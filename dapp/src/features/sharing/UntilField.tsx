import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/TextField.tsx'
import { dayOfUntil, isoDay } from '../../components/format/until.ts'
import { PRESETS, dayProblem } from './giveAccessForm.ts'

export type UntilFieldProps = {
  readonly label: string
  readonly day: string
  readonly onDay: (day: string) => void
  readonly presets?: readonly { readonly label: string; readonly day: (now: Date) => string }[]
  /** Seconds: nothing may last beyond it. */
  readonly limit?: number | undefined
}

/** The last day, by the calendar or by a preset. */
export function UntilField({ label, day, onDay, presets = PRESETS, limit }: UntilFieldProps) {
  const [now] = useState(() => new Date())
  const last = limit === undefined ? undefined : dayOfUntil(limit)
  return (
    <div>
      <TextField
        className="max-w-72"
        label={label}
        type="date"
        value={day}
        onChange={onDay}
        min={isoDay(now)}
        {...(last === undefined ? {} : { max: last })}
        error={dayProblem(day, now, limit)}
      />
      <div className="mt-2 flex flex-wrap gap-2">
        {presets
          .filter((preset) => last === undefined || preset.day(now) <= last)
          .map((preset) => (
            <Button
              key={preset.label}
              size="small"
              onPress={() => onDay(preset.day(now))}
              aria-pressed={day === preset.day(now)}
            >
              {preset.label}
            </Button>
          ))}
      </div>
    </div>
  )
}
