import { useState } from 'react'
import { SelectField } from '../../components/SelectField.tsx'
import { useEngine } from '../../hooks/useEngine.ts'
import { IDLE_MINUTES } from '../../worker/createIdleLock.ts'

/** After how long without use this tab locks itself. */
export function IdleChoice() {
  const { idleLock } = useEngine()
  const [minutes, setMinutes] = useState(idleLock.minutes)
  return (
    <div className="mb-4 max-w-88">
      <SelectField
        label="Lock by itself when not used for"
        value={String(minutes)}
        onChange={(value) => {
          idleLock.setMinutes(Number(value))
          setMinutes(idleLock.minutes)
        }}
        options={IDLE_MINUTES.map((value) => ({
          value: String(value),
          label: value === 60 ? 'an hour' : `${value} minutes`,
        }))}
      />
      <p className="mt-1 text-sm text-ink-2">Kept in this browser. A locked tab holds no key.</p>
    </div>
  )
}
