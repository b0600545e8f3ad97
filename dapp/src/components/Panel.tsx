import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type PanelProps = {
  readonly isInset?: boolean
  readonly className?: string
  readonly children: ReactNode
}

export function Panel({ isInset, className, children }: PanelProps) {
  return (
    <div
      className={cx(
        'rounded-sheet border border-line p-4 sm:px-6',
        isInset === true ? 'bg-inset' : 'bg-sheet',
        className,
      )}
    >
      {children}
    </div>
  )
}
