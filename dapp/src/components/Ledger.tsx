import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { formatDayMonth } from './format/formatDate.ts'

/** A list on a ruled page: the margin says when, the page says what. */
export function Ledger({
  label,
  className,
  children,
}: {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}) {
  return (
    <ol aria-label={label} className={cx('ledger', className)}>
      {children}
    </ol>
  )
}

/** A heading between entries, as the month. */
export function LedgerGroup({ children }: { readonly children: ReactNode }) {
  return (
    <li className="ps-[calc(var(--margin-width)+1rem)] pt-3.5 pb-1 text-sm font-bold text-ink-2 first:pt-0 max-sm:ps-[calc(var(--margin-width)+0.75rem)]">
      {children}
    </li>
  )
}

export type LedgerEntryProps = {
  readonly when: ReactNode
  /** A marked entry grows outwards, so that its text stays in line with the others. */
  readonly mark?: 'chosen' | 'warn' | 'alarm' | undefined
  readonly className?: string
  readonly children: ReactNode
}

const ENTRY_MARKS = { chosen: 'bg-inset', warn: 'bg-amber-tint', alarm: 'bg-madder-tint' } as const

export function LedgerEntry({ when, mark, className, children }: LedgerEntryProps) {
  return (
    <li className={cx('ledger-columns group/entry', className)}>
      <div className="pe-4 pt-3.5 pb-3 text-end text-sm leading-snug text-ink-2 tabular-nums max-sm:pe-2 max-sm:pt-3 max-sm:text-xs">
        {when}
      </div>
      <div
        className={cx(
          'flex min-h-14 min-w-0 items-start gap-3.5 py-3 max-sm:gap-2',
          mark === undefined
            ? 'ms-4 border-line max-sm:ms-3 [li.ledger-columns+li.ledger-columns>&]:border-t'
            : cx(
                '-me-4 ms-px rounded-e-control px-[calc(1rem-1px)] max-sm:-me-2 max-sm:px-[calc(0.75rem-1px)]',
                ENTRY_MARKS[mark],
              ),
        )}
      >
        {children}
      </div>
    </li>
  )
}

/** The day over the month on a phone, beside it elsewhere. */
export function DayMonth({ date }: { readonly date: Date }) {
  const [day, month] = formatDayMonth(date)
  return (
    <time dateTime={date.toISOString()} className="font-semibold text-ink">
      <span className="max-sm:block max-sm:text-lead max-sm:leading-tight">{day}</span>{' '}
      <span className="max-sm:block max-sm:text-xs max-sm:leading-tight max-sm:font-normal">{month}</span>
    </time>
  )
}
