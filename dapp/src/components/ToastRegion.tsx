import { Check, Info, X } from 'lucide-react'
import { useEffect } from 'react'
import { useToasts } from '../hooks/useToasts.ts'
import type { ToastMessage } from '../worker/types.ts'

const LASTS_MS = 8000

/** Where toasts appear: a thing done or declined, said in passing. It stays reachable while a dialog is open. */
export function ToastRegion() {
  const { toasts, dismiss } = useToasts()
  return (
    <div
      role="status"
      aria-live="polite"
      data-react-aria-top-layer="true"
      className="pointer-events-none fixed inset-x-4 z-40 flex flex-col items-center gap-2 max-sm:top-3 max-sm:[&>:not(:last-child)]:hidden sm:bottom-6 print:hidden"
    >
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} dismiss={dismiss} />
      ))}
    </div>
  )
}

type ToastLineProps = { readonly toast: ToastMessage; readonly dismiss: (id: number) => void }

function ToastLine({ toast: { id, tone, text }, dismiss }: ToastLineProps) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), LASTS_MS)
    return () => clearTimeout(timer)
  }, [id, dismiss])
  return (
    <div className="pointer-events-auto inline-flex animate-fade items-center gap-3 rounded-control bg-ink py-1.5 ps-4 pe-1.5 text-sheet shadow-pop">
      {tone === 'done' ? <Check /> : <Info />}
      <span>{text}</span>
      <button
        type="button"
        aria-label="Close"
        className="grid size-11 flex-none place-items-center rounded-control"
        onClick={() => dismiss(id)}
      >
        <X />
      </button>
    </div>
  )
}
