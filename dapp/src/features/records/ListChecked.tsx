import { ShieldCheck } from 'lucide-react'
import { cx } from '../../components/cx.ts'
import { dateOfSeconds, formatDate, formatTime } from '../../components/format/formatDate.ts'
import { useNow } from '../../components/useNow.ts'
import type { ChartContents } from '../../worker/types.ts'

/** What was checked of the list. Bodies are checked only when they are opened. */
export function ListChecked({
  chart,
  className,
}: {
  readonly chart: ChartContents
  readonly className?: string
}) {
  const now = useNow()
  if (!chart.isHeadVerified) return null
  const checked = dateOfSeconds(chart.checkedAt)
  const isToday = checked.toDateString() === now.toDateString()
  return (
    <p className={cx('flex gap-2.5 text-xs text-ink-2', className)}>
      <ShieldCheck className="mt-[0.1em] text-spruce" />
      <span>
        The list is complete and in order. Checked against the chain at{' '}
        <time dateTime={checked.toISOString()}>
          {formatTime(checked)}
          {isToday ? '' : ` on ${formatDate(checked)}`}
        </time>
        .
      </span>
    </p>
  )
}
