import type { ReactNode } from 'react'
import { TriangleAlert } from 'lucide-react'
import { cx } from '../../components/cx.ts'
import { formatTimeLeft, formatUntil, isSoon } from '../../components/format/until.ts'
import { useNow } from '../../components/useNow.ts'

export type AccessRowProps = {
  /** Seconds. */
  readonly until: number
  readonly isExpired: boolean
  readonly person: ReactNode
  readonly actions?: ReactNode
  /** What it allows, and what is to be said of it. */
  readonly children: ReactNode
}

/** One thing that is open to one account: its end in the margin, who and what on the page. A card on a phone. */
export function AccessRow({ until, isExpired, person, actions, children }: AccessRowProps) {
  const now = useNow()
  const isMarked = isExpired || isSoon(until, now)
  return (
    <li
      data-row=""
      className={cx(
        'sm:ledger-columns group/access max-sm:mb-3 max-sm:overflow-hidden max-sm:rounded-sheet max-sm:border max-sm:border-line',
        isMarked && 'max-sm:border-amber-line',
      )}
    >
      <p
        className={cx(
          'text-sm leading-snug text-ink-2 tabular-nums sm:pe-4 sm:pt-4 sm:pb-3 sm:text-end',
          'max-sm:flex max-sm:justify-between max-sm:gap-2 max-sm:border-b max-sm:px-3.5 max-sm:py-2',
          isMarked
            ? 'max-sm:border-amber-line max-sm:bg-amber-tint'
            : 'max-sm:border-margin-rule max-sm:bg-inset',
        )}
      >
        <span>
          <span className="sm:hidden">Until </span>
          <time className="font-semibold text-ink sm:block">{formatUntil(until)}</time>
        </span>
        <span className={cx(isMarked && 'font-bold text-amber')}>{formatTimeLeft(until, now)}</span>
      </p>
      <div
        className={cx(
          'grid items-start gap-x-6 gap-y-2 py-3.5 lg:grid-cols-[16.5rem_minmax(0,1fr)_auto] sm:max-lg:grid-cols-[minmax(0,1fr)_auto]',
          'max-sm:px-3.5',
          isMarked
            ? 'sm:-me-4 sm:ms-px sm:rounded-e-control sm:bg-amber-tint sm:px-[calc(1rem-1px)]'
            : 'sm:ms-4 sm:border-line sm:group-[[data-row]+[data-row]]/access:border-t',
        )}
      >
        {person}
        <div className="min-w-0 sm:max-lg:col-span-2 sm:max-lg:row-start-2">{children}</div>
        {actions === undefined ? null : (
          <div className="flex items-start gap-1 max-sm:*:flex-1 lg:-me-2.5 lg:-mt-1">{actions}</div>
        )}
      </div>
    </li>
  )
}

/** Something about this one that the owner should see to. */
export function AccessNote({ icon, children }: { readonly icon?: ReactNode; readonly children: ReactNode }) {
  return (
    <p className="mt-1 flex gap-1.5 text-sm font-semibold text-amber [&>.lucide]:mt-[0.1em]">
      {icon ?? <TriangleAlert />}
      <span>{children}</span>
    </p>
  )
}

/** A heading between the rows, on the page's side of the margin. */
export function AccessGroup({ children }: { readonly children: ReactNode }) {
  return (
    <li className="pt-4 pb-1 text-sm font-bold text-ink-2 max-sm:pt-2 max-sm:pb-2 sm:ps-[calc(var(--margin-width)+1rem)]">
      {children}
    </li>
  )
}
