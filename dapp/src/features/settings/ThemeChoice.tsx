import { useState } from 'react'
import { RadioCards } from '../../components/RadioCards.tsx'
import { type Theme, applyTheme, keepTheme, readTheme } from './theme.ts'

const OPTIONS: readonly { readonly value: Theme; readonly title: string; readonly text?: string }[] = [
  { value: 'system', title: 'As this device is set' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
]

export function ThemeChoice() {
  const [theme, setTheme] = useState(() => readTheme())
  return (
    <div className="max-w-96">
      <RadioCards
        label="Theme"
        isLabelHidden
        value={theme}
        options={OPTIONS}
        onChange={(value) => {
          const chosen = value as Theme
          setTheme(chosen)
          keepTheme(chosen)
          applyTheme(chosen)
        }}
      />
    </div>
  )
}
