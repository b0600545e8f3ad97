import type { ReactNode } from 'react'

export type InlineButtonProps = {
  /** What it changes, for screen readers: "the purpose". */
  readonly what: string
  readonly onPress: () => void
  readonly children: ReactNode
}

/** A filled-in part of a sentence that can be changed. It breaks across lines as words do, which a `<button>` cannot. */
export function InlineButton({ what, onPress, children }: InlineButtonProps) {
  return (
    <span
      role="button"
      tabIndex={0}
      onClick={onPress}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onPress()
      }}
      className="cursor-pointer rounded-tag box-decoration-clone font-semibold text-pen underline decoration-pen/45 decoration-2 underline-offset-[0.24em] hover:decoration-pen"
    >
      {children}
      <span className="sr-only"> (change {what})</span>
    </span>
  )
}
