import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { cx } from './cx.ts'
import { FIELD_CLASS } from './TextField.tsx'

export type SelectFieldProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly isLabelHidden?: boolean
  readonly isDisabled?: boolean
  readonly className?: string
}

/** The platform's own list: short, keyboard complete, and native on a phone. */
export function SelectField({ label, value, onChange, options, ...rest }: SelectFieldProps) {
  const id = useId()
  return (
    <div className={cx('flex flex-col gap-1', rest.className)}>
      <label htmlFor={id} className={rest.isLabelHidden === true ? 'sr-only' : 'text-sm font-semibold'}>
        {label}
      </label>
      <span className="relative flex">
        <select
          id={id}
          className={cx(FIELD_CLASS, 'appearance-none pe-10')}
          value={value}
          disabled={rest.isDisabled ?? false}
          onChange={(event) => onChange(event.target.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown className="pointer-events-none absolute inset-e-3 top-1/2 -translate-y-1/2 text-ink-2" />
      </span>
    </div>
  )
}
