import { cx } from './cx.ts'

export type SegmentedProps<Value extends string> = {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly options: readonly { readonly value: Value; readonly label: string }[]
}

/** Two or three views of the same page. */
export function Segmented<Value extends string>({ label, value, onChange, options }: SegmentedProps<Value>) {
  return (
    <div
      role="group"
      aria-label={label}
      className="inline-flex rounded-control border-[1.5px] border-line-strong"
    >
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={cx(
            'min-h-10.5 border-b-3 border-transparent px-3.5 text-sm font-semibold text-ink-2 tabular-nums sm:whitespace-nowrap',
            'aria-pressed:border-spruce aria-pressed:bg-spruce-tint aria-pressed:text-ink',
            index === 0 && 'rounded-s-[6px]',
            index === options.length - 1 && 'rounded-e-[6px]',
          )}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
