import { useEffect, useRef } from 'react'

/**
 * Moves the focus to the page's heading when a wizard goes to another step: the button that led there is gone, and who
 * uses no pointer would begin at the top of the page again. A field that takes the focus by itself keeps it.
 */
export function useFocusHeading(step: number): void {
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    const heading = document.querySelector<HTMLElement>('main h1')
    if (heading === null || document.activeElement instanceof HTMLInputElement) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }, [step])
}
