import { useSyncExternalStore } from 'react'

export type Theme = 'device' | 'light' | 'dark'

const KEY = 'chartkey.theme'
const listeners = new Set<() => void>()

/** The chosen theme of this browser. `device` follows the system. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(subscribe, readTheme), setTheme]
}

/** Draws the page in the theme that was chosen before. To be called once, before the first drawing. */
export function applyTheme(): void {
  const theme = readTheme()
  if (theme === 'device') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

function setTheme(theme: Theme): void {
  if (theme === 'device') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, theme)
  applyTheme()
  for (const listener of listeners) listener()
}

function readTheme(): Theme {
  const stored = localStorage.getItem(KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'device'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
