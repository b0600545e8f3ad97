import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'

export type WizardActionsProps = {
  readonly next: string
  readonly isNextDisabled?: boolean
  readonly reason?: string | undefined
  readonly busy?: string | undefined
  readonly onNext?: () => void
  readonly onBack?: (() => void) | undefined
  /** Beside the buttons, where there is room. */
  readonly children?: ReactNode
}

/** Back and the action: at the end of the step, and at the bottom of a phone's page. */
export function WizardActions({
  next,
  isNextDisabled,
  reason,
  busy,
  onNext,
  onBack,
  children,
}: WizardActionsProps) {
  return (
    <div className="mt-6 flex flex-wrap items-center gap-3 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-10 max-sm:mt-0 max-sm:flex-row-reverse max-sm:flex-nowrap max-sm:border-t max-sm:border-line-strong max-sm:bg-raised max-sm:px-4 max-sm:py-3 max-sm:pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <Button
        kind="primary"
        size="big"
        className="max-sm:flex-1"
        isDisabled={isNextDisabled === true}
        busy={busy}
        {...(onNext === undefined ? { type: 'submit' as const } : { onPress: onNext })}
      >
        {next}
      </Button>
      {onBack === undefined ? null : (
        <Button kind="quiet" onPress={onBack}>
          <ArrowLeft />
          Back
        </Button>
      )}
      {reason === undefined ? children : <span className="text-sm text-ink-2 max-sm:sr-only">{reason}</span>}
    </div>
  )
}
