import { Folder } from 'lucide-react'
import type { ReactNode } from 'react'
import { SectionMark } from '../../components/SectionTag.tsx'
import { cx } from '../../components/cx.ts'
import { isManager } from '../../worker/isManager.ts'
import type { ChartContents } from '../../worker/types.ts'
import { readersLine, readersOf } from './whoCanRead.ts'

export type SectionIndexProps = {
  readonly chart: ChartContents
  /** Whoever looks, and is no other. */
  readonly me: string
  readonly chosen: number | null
  readonly onChoose: (section: number | null) => void
}

type Line = {
  readonly section: number | null
  readonly mark: ReactNode
  readonly label: string
  readonly who: string | null
  readonly count: number
}

/** The index of a folder: all sections, how much is in each, and who else can read it. A row of chips on a narrow page. */
export function SectionIndex({ chart, me, chosen, onChoose }: SectionIndexProps) {
  const readable = chart.records.filter((record) => record.state !== 'no-access')
  const lines: readonly Line[] = [
    {
      section: null,
      mark: <Folder className="size-4.5 text-ink-2" />,
      label: 'Everything',
      who: null,
      count: readable.length,
    },
    ...chart.sections.map((section, position) => ({
      section: section.number,
      mark: <SectionMark position={position} isLarge />,
      label: section.label,
      who: isManager(chart) ? readersLine(readersOf(chart, section.number, me).length, chart.role) : null,
      count: readable.filter((record) => record.section === section.number).length,
    })),
  ]
  return (
    <nav aria-label="Sections">
      <ul className="scrollbar-none -mx-4 flex gap-2 overflow-x-auto px-4 py-1 sm:-mx-6 sm:px-6 lg:mx-0 lg:block lg:overflow-visible lg:p-0">
        {lines.map((line) => (
          <li key={line.section ?? 'all'} className="flex-none">
            <button
              type="button"
              aria-current={line.section === chosen ? 'true' : undefined}
              onClick={() => onChoose(line.section)}
              className={cx(
                'inline-flex min-h-11 items-center gap-2 rounded-control border-[1.5px] border-line-strong px-3.5 text-start text-sm font-semibold',
                'aria-[current=true]:border-spruce aria-[current=true]:bg-spruce-tint',
                'lg:grid lg:min-h-12 lg:w-full lg:grid-cols-[1.125rem_minmax(0,1fr)_auto] lg:content-center lg:items-center lg:gap-x-2.5 lg:gap-y-0 lg:border-0 lg:px-3 lg:py-1.5 lg:text-base lg:leading-tight lg:font-normal',
                'lg:hover:bg-inset lg:aria-[current=true]:bg-spruce-tint lg:aria-[current=true]:font-bold',
              )}
            >
              {line.mark}
              <bdi className="lg:wrap-anywhere">{line.label}</bdi>
              <span
                className="font-normal text-ink-2 tabular-nums lg:text-sm"
                aria-label={line.count === 1 ? '1 record' : `${line.count} records`}
              >
                {line.count}
              </span>
              {line.who === null ? null : (
                <span className="col-start-2 hidden text-xs font-normal text-ink-2 lg:block">{line.who}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
