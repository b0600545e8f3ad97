import { TriangleAlert } from 'lucide-react'
import type { HTMLInputTypeAttribute, ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { cx } from './cx.ts'

export type TextFieldProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Under the label, before the person types. */
  readonly hint?: ReactNode
  /** What is wrong and what to do. */
  readonly error?: string | undefined
  readonly isLabelHidden?: boolean
  readonly isRequired?: boolean
  readonly isDisabled?: boolean
  readonly autoFocus?: boolean
  readonly type?: HTMLInputTypeAttribute
  readonly placeholder?: string
  readonly autoComplete?: string
  readonly maxLength?: number
  readonly min?: string
  readonly max?: string
  readonly rows?: number
  readonly isCode?: boolean
  readonly icon?: ReactNode
  readonly end?: ReactNode
  readonly className?: string
  readonly onBlur?: () => void
}

export const FIELD_CLASS =
  'min-h-11 w-full rounded-control border-[1.5px] border-line-strong bg-raised px-3 text-ink disabled:border-line disabled:bg-inset disabled:text-ink-3 invalid:border-madder data-invalid:border-madder'

export function TextField(props: TextFieldProps) {
  const { label, hint, error, rows, icon, end } = props
  const field = cx(
    FIELD_CLASS,
    props.isCode === true && 'font-mono',
    icon !== undefined && 'ps-10',
    error !== undefined && 'border-madder',
  )
  const plain = {
    ...(props.placeholder === undefined ? {} : { placeholder: props.placeholder }),
    ...(props.min === undefined ? {} : { min: props.min }),
    ...(props.max === undefined ? {} : { max: props.max }),
  }
  return (
    <AriaTextField
      className={cx('flex flex-col gap-1', props.className)}
      value={props.value}
      onChange={props.onChange}
      isInvalid={error !== undefined}
      isRequired={props.isRequired ?? false}
      isDisabled={props.isDisabled ?? false}
      autoFocus={props.autoFocus ?? false}
      validationBehavior="aria"
      {...(props.type === undefined ? {} : { type: props.type })}
      {...(props.autoComplete === undefined ? {} : { autoComplete: props.autoComplete })}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
      {...(props.onBlur === undefined ? {} : { onBlur: props.onBlur })}
      {...(props.isCode === true ? { spellCheck: 'false', autoCorrect: 'off' } : {})}
    >
      <Label className={props.isLabelHidden === true ? 'sr-only' : 'text-sm font-semibold'}>{label}</Label>
      {hint === undefined ? null : (
        <Text slot="description" className="text-sm text-ink-2">
          {hint}
        </Text>
      )}
      <span className="relative flex items-center gap-2">
        {icon === undefined ? null : (
          <span className="pointer-events-none absolute inset-y-0 start-3 flex items-center text-ink-2">
            {icon}
          </span>
        )}
        {rows === undefined ? (
          <Input className={field} {...plain} />
        ) : (
          <TextArea className={cx(field, 'py-2')} rows={rows} {...plain} />
        )}
        {end}
      </span>
      <FieldError className="flex items-start gap-1.5 text-sm font-semibold text-madder">
        <TriangleAlert className="mt-[0.15em]" />
        <span>{error}</span>
      </FieldError>
    </AriaTextField>
  )
}
