import { Check, Clock, LoaderCircle, TriangleAlert, Wallet } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../components/cx.ts'
import type { ActStep } from './actSteps.ts'

export type StepLineProps = {
  readonly step: ActStep
  /** What is to be said of the step that it has come to. */
  readonly children?: ReactNode
}

/** One step of an act, on the line that joins them. */
export function StepLine({ step, children }: StepLineProps) {
  const isNow = step.state === 'now'
  return (
    <li
      className="group/step relative grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 pb-4 leading-snug last:pb-0"
      aria-current={isNow ? 'step' : undefined}
    >
      <span
        aria-hidden="true"
        className="absolute inset-s-[13.25px] top-7 bottom-0 w-[1.5px] bg-line-strong group-last/step:hidden"
      />
      <span
        className={cx(
          'grid size-7 place-items-center rounded-round border-[1.5px] [&>.lucide]:size-4 [&>.lucide]:stroke-2',
          step.state === 'done' && 'border-spruce bg-spruce-tint text-spruce',
          isNow && 'border-spruce bg-spruce text-on-spruce',
          step.state === 'later' && 'border-line-strong bg-raised text-ink-3',
          step.state === 'failed' && 'border-madder bg-madder text-on-madder',
        )}
      >
        <StepIcon step={step} />
      </span>
      <div>
        <p
          className={cx(
            'pt-0.5',
            step.state === 'done' && 'text-ink-2',
            isNow && 'font-bold',
            step.state === 'later' && 'text-ink-3',
            step.state === 'failed' && 'font-bold text-madder',
          )}
        >
          <StepName step={step} />
        </p>
        {children}
      </div>
    </li>
  )
}

function StepIcon({ step }: { readonly step: ActStep }): ReactNode {
  if (step.state === 'failed') return <TriangleAlert aria-label="Failed:" />
  if (step.state === 'done') return <Check aria-label="Done:" />
  if (step.key === 'wallet') return <Wallet />
  if (step.key === 'wait') return <Clock />
  if (step.key === 'done') return <Check />
  return step.state === 'now' ? (
    <LoaderCircle className="animate-spin" />
  ) : (
    <span className="size-1.5 rounded-round bg-current" />
  )
}

function StepName({ step }: { readonly step: ActStep }): string {
  const isOver = step.state === 'done'
  switch (step.key) {
    case 'encrypt':
      return isOver ? 'Encrypted on this computer' : 'Encrypt on this computer'
    case 'store':
      return isOver ? 'Stored, and read back to be sure' : 'Store'
    case 'wallet':
      return isOver ? 'Confirmed in your wallet' : 'Confirm in your wallet'
    case 'wait':
      return 'Wait for the chain'
    case 'done':
      return 'Done'
  }
}
