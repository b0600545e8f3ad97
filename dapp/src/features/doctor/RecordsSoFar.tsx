import { useEffect, useRef, useState } from 'react'
import { Search } from 'lucide-react'
import { Segmented } from '../../components/Segmented.tsx'
import { TextField } from '../../components/TextField.tsx'
import { formatDate } from '../../components/format/formatDate.ts'
import type { ChartContents } from '../../worker/types.ts'
import { FilingRow, ListChecked, RecordList, useFiling } from '../records/index.ts'
import { ReadingPane } from './ReadingPane.tsx'
import { useIsWide } from './useIsWide.ts'
import { useVisit } from './useVisit.ts'

/** From so many records on, the list can be searched. */
const MANY = 12

export type RecordsSoFarProps = { readonly chart: ChartContents; readonly me: string }

/** The records that this account can read, what is new to it first, and beside them the one that it reads. */
export function RecordsSoFar({ chart, me }: RecordsSoFarProps) {
  const filing = useFiling(chart)
  const isWide = useIsWide()
  const { since, sinceAt } = useVisit(chart)
  const [chosen, setChosen] = useState<number | null>(null)
  const [view, setView] = useState<'new' | 'all'>('new')
  const readable = chart.records.filter((record) => record.state !== 'no-access')
  const added = since === null ? [] : readable.filter((record) => record.number > since)
  const [words, setWords] = useState('')
  const isNewOnly = view === 'new' && added.length > 0 && words.trim() === ''
  const list = useRef<HTMLDivElement>(null)
  const record = chart.records.find(({ number }) => number === chosen)

  // The list becomes a window of its own beside what is read; the chosen row stays in it.
  useEffect(() => {
    const box = list.current
    const row = box?.querySelector('[aria-pressed=true]')
    if (!box || !row || chosen === null) return
    const above = row.getBoundingClientRect().top - box.getBoundingClientRect().top
    const isInView = above >= 0 && above + row.clientHeight <= box.clientHeight
    if (!isInView) box.scrollTop += above - (box.clientHeight - row.clientHeight) / 2
  }, [chosen])

  return (
    <section className="min-w-0 [--margin-width:4.25rem] max-sm:[--margin-width:3.25rem]">
      <div className="mb-2 flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2>{isNewOnly ? 'Since your last visit' : 'Records'}</h2>
        {added.length === 0 ? null : (
          <Segmented
            label="Which records"
            value={view}
            onChange={setView}
            options={[
              { value: 'new', label: `New ${added.length}` },
              { value: 'all', label: `All ${readable.length}` },
            ]}
          />
        )}
      </div>
      {readable.length < MANY ? null : (
        <div className="mb-3">
          <TextField
            label="Search these records"
            isLabelHidden
            placeholder="Title, section or author"
            type="search"
            icon={<Search />}
            value={words}
            onChange={setWords}
          />
        </div>
      )}
      {sinceAt === null || added.length > 0 ? null : (
        <p className="mb-3 text-sm text-ink-2">
          Nothing new since you looked here on {formatDate(new Date(sinceAt))}.
        </p>
      )}
      <div
        ref={list}
        className={isWide && record !== undefined ? 'max-h-96 overflow-y-auto pe-4' : undefined}
      >
        <RecordList
          chart={isNewOnly ? { ...chart, records: added } : chart}
          me={me}
          filter={{ section: null, words }}
          onClear={() => setWords('')}
          isTight
          chosen={record?.number ?? null}
          {...(isWide ? { onChoose: setChosen } : {})}
          {...(filing === null ? {} : { first: <FilingRow filing={filing} chart={chart} /> })}
          empty={{ text: 'Nothing that you can read was filed yet.' }}
        />
      </div>
      {isWide && record !== undefined ? (
        <ReadingPane key={record.number} chart={chart} record={record} me={me} />
      ) : null}
      <ListChecked chart={chart} className="mt-4" />
    </section>
  )
}
