export type Theme = 'system' | 'light' | 'dark'

const KEY = 'chartkey.theme'

/** The theme that was chosen in this browser. */
export function readTheme(storage: Pick<Storage, 'getItem'> = localStorage): Theme {
  const kept = storage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** Draws the page in a theme. `color-scheme` on html decides every colour. */
export function applyTheme(theme: Theme, root: HTMLElement = document.documentElement): void {
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}

/** Keeps the choice in this browser, where it can be kept. */
export function keepTheme(
  theme: Theme,
  storage: Pick<Storage, 'setItem' | 'removeItem'> = localStorage,
): void {
  try {
    if (theme === 'system') storage.removeItem(KEY)
    else storage.setItem(KEY, theme)
  } catch {
    // A full or forbidden storage forgets it; the page is drawn all the same.
  }
}
