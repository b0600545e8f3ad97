import { useEffect } from 'react'
import { useAct } from './useAct.ts'

/** Has the browser ask before the tab closes on an act that was not sent yet: what is encrypted and not filed would be lost. */
export function useLeaveWarning(): void {
  const { state } = useAct()
  const isUnsent = state.status === 'running' && state.hash === null
  useEffect(() => {
    if (!isUnsent) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isUnsent])
}
