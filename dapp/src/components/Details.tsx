import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type DetailsProps = {
  readonly summary?: string
  readonly className?: string
  /** For content that is made only when it is asked for. */
  readonly onToggle?: (isOpen: boolean) => void
  readonly children: ReactNode
}

/** What only some people want to see. Digests, contracts and whole addresses stand here and nowhere else. */
export function Details({ summary = 'Details', className, onToggle, children }: DetailsProps) {
  return (
    <details
      className={cx('group min-w-0', className)}
      onToggle={(event) => onToggle?.(event.currentTarget.open)}
    >
      <summary className="-ms-1 inline-flex min-h-11 list-none items-center gap-0.5 text-sm font-semibold text-spruce hover:underline lg:min-h-8 [&::-webkit-details-marker]:hidden">
        <ChevronRight className="group-open:rotate-90 rtl:group-open:rotate-90" />
        {summary}
      </summary>
      {children}
    </details>
  )
}

/** Terms and exact values. */
export function Facts({ facts }: { readonly facts: readonly (readonly [term: string, value: ReactNode])[] }) {
  return (
    <dl className="mt-1 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {facts.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-ink-2">{term}</dt>
          <dd className="font-mono text-xs leading-[1.57] wrap-anywhere" dir="ltr">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
