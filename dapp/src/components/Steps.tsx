import { Check } from 'lucide-react'
import { cx } from './cx.ts'

export type StepsProps = {
  /** What the steps lead to, for the phone's line: "Give access". */
  readonly name: string
  readonly steps: readonly string[]
  /** From 0. */
  readonly current: number
}

/** Where in a wizard the person is: all steps on a wide page, one line on a phone. */
export function Steps({ name, steps, current }: StepsProps) {
  return (
    <>
      <ol
        className="hidden flex-wrap gap-x-6 gap-y-2 text-sm text-ink-2 sm:flex"
        aria-label={`${name}: step ${current + 1} of ${steps.length}`}
      >
        {steps.map((step, index) => {
          const isDone = index < current
          const isNow = index === current
          return (
            <li
              key={step}
              aria-current={isNow ? 'step' : undefined}
              className={cx('flex items-center gap-2', isDone && 'text-ink', isNow && 'font-bold text-ink')}
            >
              <span
                className={cx(
                  'grid size-6.5 place-items-center rounded-round border-[1.5px] text-xs font-bold',
                  isDone && 'border-spruce bg-spruce-tint text-spruce',
                  isNow && 'border-spruce bg-spruce text-on-spruce',
                  !isDone && !isNow && 'border-line-strong',
                )}
              >
                {isDone ? <Check className="size-4 stroke-2" aria-label="Done:" /> : index + 1}
              </span>
              {step}
            </li>
          )
        })}
      </ol>
      <p className="text-sm text-ink-2 sm:hidden">
        {name}, step {current + 1} of {steps.length}
      </p>
    </>
  )
}
