import { Check, Info, X } from 'lucide-react'
import { useEffect } from 'react'
import { useToasts } from '../hooks/useToasts.ts'

const LASTS_MS = 8000

/** Where toasts appear: a thing done or declined, said in passing. It stays reachable while a dialog is open. */
export function ToastRegion() {
  const { toasts, dismiss } = useToasts()
  return (
    <div
      role="status"
      aria-live="polite"
      data-react-aria-top-layer="true"
      className="pointer-events-none fixed inset-x-4 bottom-20 z-40 flex flex-col items-center gap-2 lg:bottom-6 print:hidden"
    >
      {toasts.map((toast) => (
        <ToastLine
          key={toast.id}
          isDone={toast.tone === 'done'}
          text={toast.text}
          onEnd={() => dismiss(toast.id)}
        />
      ))}
    </div>
  )
}

function ToastLine({
  isDone,
  text,
  onEnd,
}: {
  readonly isDone: boolean
  readonly text: string
  readonly onEnd: () => void
}) {
  useEffect(() => {
    const timer = setTimeout(onEnd, LASTS_MS)
    return () => clearTimeout(timer)
  })
  return (
    <div className="pointer-events-auto inline-flex animate-fade items-center gap-3 rounded-control bg-ink py-1.5 ps-4 pe-1.5 text-sheet shadow-pop">
      {isDone ? <Check /> : <Info />}
      <span>{text}</span>
      <button
        type="button"
        aria-label="Close"
        className="grid size-11 flex-none place-items-center rounded-control"
        onClick={onEnd}
      >
        <X />
      </button>
    </div>
  )
}
