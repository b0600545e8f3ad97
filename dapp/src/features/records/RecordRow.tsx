import { ShieldAlert, TriangleAlert, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { DayMonth, LedgerEntry } from '../../components/Ledger.tsx'
import { SectionTag } from '../../components/SectionTag.tsx'
import { cx } from '../../components/cx.ts'
import { formatBytes } from '../../components/format/formatBytes.ts'
import { dateOfSeconds } from '../../components/format/formatDate.ts'
import type { ChartContents, RecordState, RecordSummary } from '../../worker/types.ts'
import { authorOf } from './authorOf.ts'
import { RecordIcon } from './recordKinds.tsx'

export type RecordRowProps = {
  readonly record: RecordSummary
  readonly chart: ChartContents
  readonly me: string
  readonly href: string
  readonly isChosen?: boolean
  /** Opens the record beside the list instead of going to its page. */
  readonly onChoose?: (() => void) | undefined
  readonly isTight?: boolean
}

/** One record in the list: when it was filed in the margin; what it is, where, and who filed it on the page. */
export function RecordRow({ record, chart, me, href, isChosen, onChoose, isTight }: RecordRowProps) {
  const position = chart.sections.findIndex((section) => section.number === record.section)
  const label = chart.sections[position]?.label ?? 'Unknown section'
  const content = (
    <>
      {isTight === true ? null : (
        <span className="text-ink-3 max-sm:hidden">
          <RecordIcon mediaType={record.details?.mediaType ?? null} />
        </span>
      )}
      <span className="min-w-0 flex-1">
        <span className="block leading-snug font-semibold wrap-anywhere group-hover/row:underline">
          <bdi>{record.details?.title ?? `Record ${record.number}`}</bdi>
        </span>
        <span className="mt-0.5 flex flex-wrap items-center gap-x-3.5 gap-y-0.5 text-sm leading-snug text-ink-2">
          <SectionTag position={Math.max(position, 0)} label={label} />
          <bdi>{authorOf(record, chart, me)}</bdi>
          {record.details === null || isTight === true ? null : (
            <bdi className="text-ink-3 tabular-nums max-sm:hidden">{formatBytes(record.details.size)}</bdi>
          )}
          {record.supersedes === 0 ? null : <span>Corrected</span>}
        </span>
        <RecordFlag state={record.state} className={isTight === true ? 'mt-1 flex' : 'mt-1 sm:hidden'} />
      </span>
      {isTight === true ? null : <RecordFlag state={record.state} className="self-center max-sm:hidden" />}
    </>
  )
  const look =
    'group/row flex min-w-0 flex-1 items-start gap-3.5 self-stretch text-start text-ink no-underline'
  return (
    <LedgerEntry
      when={<DayMonth date={dateOfSeconds(record.filedAt)} />}
      mark={isChosen === true ? 'chosen' : undefined}
    >
      {onChoose === undefined ? (
        <Link href={href} className={look}>
          {content}
        </Link>
      ) : (
        <button type="button" className={look} aria-pressed={isChosen === true} onClick={onChoose}>
          {content}
        </button>
      )}
    </LedgerEntry>
  )
}

const FLAGS: Record<
  Exclude<RecordState, 'readable' | 'no-access'>,
  { icon: ReactNode; text: string; look: string }
> = {
  tampered: { icon: <ShieldAlert />, text: 'Not what was filed', look: 'text-madder' },
  unreadable: { icon: <TriangleAlert />, text: 'Nobody can open this', look: 'text-madder' },
  unavailable: { icon: <Unplug />, text: 'No store has it now', look: 'text-amber' },
}

function RecordFlag({ state, className }: { readonly state: RecordState; readonly className: string }) {
  if (state === 'readable' || state === 'no-access') return null
  const flag = FLAGS[state]
  return (
    <span className={cx('inline-flex items-center gap-1.5 text-sm font-semibold', flag.look, className)}>
      {flag.icon}
      {flag.text}
    </span>
  )
}
