import type { ReactNode } from 'react'
import { Label } from 'react-aria-components/Label'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { cx } from './cx.ts'

export type RadioCardsProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly { readonly value: string; readonly title: string; readonly text?: ReactNode }[]
  readonly isLabelHidden?: boolean
  readonly columns?: boolean
}

/** One choice of a few, each with the words that explain it. */
export function RadioCards({ label, value, onChange, options, isLabelHidden, columns }: RadioCardsProps) {
  return (
    <RadioGroup value={value} onChange={onChange} className="flex flex-col gap-2">
      <Label className={isLabelHidden === true ? 'sr-only' : 'font-bold'}>{label}</Label>
      <div className={cx('grid gap-2', columns === true && 'sm:grid-cols-2')}>
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            className={cx(
              'group flex min-h-11 cursor-pointer items-start gap-3 rounded-control border-[1.5px] border-line-strong bg-sheet px-4 py-2.5',
              'hover:bg-inset data-selected:border-spruce data-selected:bg-spruce-tint',
              'data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus',
            )}
          >
            <span className="mt-0.5 grid size-5.5 flex-none place-items-center rounded-round border-[1.5px] border-line-strong bg-raised group-data-selected:border-spruce">
              <span className="size-3 rounded-round group-data-selected:bg-spruce" />
            </span>
            <span>
              <span className="font-semibold">{option.title}</span>
              {option.text === undefined ? null : (
                <span className="block text-sm text-ink-2">{option.text}</span>
              )}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
