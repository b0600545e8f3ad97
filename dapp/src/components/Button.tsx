import { LoaderCircle } from 'lucide-react'
import { useId } from 'react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { cx } from './cx.ts'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger' | 'danger-quiet' | 'danger-solid'
export type ButtonSize = 'small' | 'normal' | 'big' | 'icon'

export type ButtonProps = Omit<AriaButtonProps, 'className' | 'children' | 'style'> & {
  readonly kind?: ButtonKind
  readonly size?: ButtonSize
  readonly className?: string
  readonly children: ReactNode
  /** Shown with a spinner while the work goes on: "Storing…". */
  readonly busy?: string | undefined
  /** Why the button cannot be used now. It disables the button and stands under it. */
  readonly reason?: string | undefined
}

const KINDS: Record<ButtonKind, string> = {
  primary: 'border-spruce bg-spruce text-on-spruce hover:border-spruce-deep hover:bg-spruce-deep',
  secondary: 'border-line-strong bg-sheet text-ink hover:border-ink-2 hover:bg-inset',
  quiet: 'border-transparent bg-transparent text-spruce hover:bg-spruce-tint',
  danger: 'border-madder-line bg-transparent text-madder hover:bg-madder-tint',
  'danger-quiet': 'border-transparent bg-transparent text-madder hover:bg-madder-tint',
  'danger-solid': 'border-madder bg-madder text-on-madder hover:border-madder-deep hover:bg-madder-deep',
}

const SIZES: Record<ButtonSize, string> = {
  small: 'min-h-11 px-3 py-1 text-sm lg:min-h-9',
  normal: 'min-h-11 px-4 py-2',
  big: 'min-h-13 px-6 py-2',
  icon: 'size-11 p-0',
}

/** The look of a button, for buttons and for links that act as one. */
export function buttonClass(
  kind: ButtonKind = 'secondary',
  size: ButtonSize = 'normal',
  className?: string,
): string {
  return cx(
    'inline-flex items-center justify-center gap-2 rounded-control border-[1.5px] font-semibold leading-tight no-underline',
    'text-center select-none sm:whitespace-nowrap',
    'disabled:border-line disabled:bg-inset disabled:text-ink-3 disabled:cursor-not-allowed',
    KINDS[kind],
    SIZES[size],
    className,
  )
}

export function Button({ kind, size, className, children, busy, reason, ...rest }: ButtonProps) {
  const reasonId = useId()
  const button = (
    <AriaButton
      {...rest}
      className={buttonClass(kind, size, className)}
      isPending={busy !== undefined}
      isDisabled={rest.isDisabled === true || reason !== undefined}
      {...(reason === undefined ? {} : { 'aria-describedby': reasonId })}
    >
      {busy === undefined ? (
        children
      ) : (
        <>
          <LoaderCircle className="animate-spin" />
          {busy}
        </>
      )}
    </AriaButton>
  )
  if (reason === undefined) return button
  return (
    <span className="inline-flex flex-col items-start gap-1">
      {button}
      <span id={reasonId} className="text-sm text-ink-2">
        {reason}
      </span>
    </span>
  )
}
