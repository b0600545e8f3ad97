import { LoaderCircle } from 'lucide-react'
import { Button } from '../../components/Button.tsx'

export type CarryingOnProps = {
  /** What goes on. */
  readonly children: string
  readonly onShow: () => void
}

/** The line that stays while a dialog is closed on something that goes on, and brings it back. */
export function CarryingOn({ children, onShow }: CarryingOnProps) {
  return (
    <div
      role="status"
      className="fixed inset-e-4 bottom-20 z-20 flex max-w-[calc(100%-2rem)] items-center gap-x-3 rounded-control border border-line bg-raised py-1 ps-4 pe-1 text-sm text-ink-2 shadow-pop lg:bottom-6 print:hidden"
    >
      <LoaderCircle className="animate-spin" />
      <span className="min-w-0 wrap-anywhere">{children}…</span>
      <Button kind="quiet" size="small" onPress={onShow}>
        Show
      </Button>
    </div>
  )
}
