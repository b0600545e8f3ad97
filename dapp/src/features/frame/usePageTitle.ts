import { useEffect } from 'react'

/** Names the page in the browser's tab, and begins it at its top. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Chartkey`
    window.scrollTo(0, 0)
  }, [title])
}
