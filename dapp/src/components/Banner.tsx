import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type BannerProps = {
  readonly tone: 'warn' | 'alarm' | 'demo' | 'note'
  readonly icon: ReactNode
  /** The first words, in bold: what is so. */
  readonly lead: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

const TONES = {
  warn: 'border-amber-line bg-amber-tint [&>.lucide]:text-amber',
  alarm: 'border-madder-line bg-madder-tint [&>.lucide]:text-madder',
  demo: 'border-dashed border-line-strong stripes',
  note: 'border-line-strong bg-inset',
} as const

/** Something about the whole chart that the person must know now. */
export function Banner({ tone, icon, lead, children, action }: BannerProps) {
  return (
    <div
      role={tone === 'alarm' ? 'alert' : 'status'}
      className={cx(
        'flex items-center gap-3 rounded-control border px-4 py-3 leading-snug max-sm:flex-wrap max-sm:px-3 max-sm:py-2 max-sm:text-sm [&>.lucide]:size-5.5',
        TONES[tone],
      )}
    >
      {icon}
      <p className="min-w-0 flex-1 max-sm:basis-[calc(100%-3rem)]">
        <b>{lead}</b> {children}
      </p>
      {action === undefined ? null : <span className="max-sm:ms-8.5">{action}</span>}
    </div>
  )
}
