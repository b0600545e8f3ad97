import { useEffect } from 'react'

let shown: string | null = null

/**
 * Names the page in the browser's tab, and begins it at its top. The link that led to a page is often gone with the page
 * before: then the focus goes to what the page says, and not to the top of everything.
 */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Chartkey`
    window.scrollTo(0, 0)
    const isOther = shown !== null && shown !== location.hash
    shown = location.hash
    if (isOther && document.activeElement === document.body) {
      document.getElementById('main')?.focus({ preventScroll: true })
    }
  }, [title])
}
