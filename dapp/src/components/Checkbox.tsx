import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import { cx } from './cx.ts'

export type CheckboxProps = {
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
  readonly isDisabled?: boolean
  readonly className?: string
  readonly label?: string
  readonly children?: ReactNode
}

export function Checkbox({ isSelected, onChange, isDisabled, className, label, children }: CheckboxProps) {
  return (
    <AriaCheckbox
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled ?? false}
      className={cx('group flex min-h-11 cursor-pointer items-center gap-3', className)}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      <span
        className={cx(
          'grid size-6 flex-none place-items-center rounded-tag border-[1.5px] border-line-strong bg-raised text-on-spruce',
          'group-data-selected:border-spruce group-data-selected:bg-spruce group-data-disabled:opacity-60',
          'group-data-focus-visible:outline-3 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-focus',
        )}
      >
        {isSelected ? <Check className="size-4 stroke-3" /> : null}
      </span>
      {children}
    </AriaCheckbox>
  )
}
