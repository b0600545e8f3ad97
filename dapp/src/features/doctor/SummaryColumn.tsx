import { ArrowDown, ArrowUp, OctagonAlert, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Loading } from '../../components/Loading.tsx'
import { formatIsoDate } from '../../components/format/formatDate.ts'
import type { Item, Result } from '../viewer/index.ts'
import type { UseDrawnSummaryReturnType } from './useDrawnSummary.ts'

const FIRST = 6

/** What matters before anything else: allergies, then problems, medicines and what is outside the range. */
export function SummaryColumn({ summary }: { readonly summary: UseDrawnSummaryReturnType }) {
  const { drawn, isLoading, read, failed, total } = summary
  if (total === 0) {
    return (
      <p className="text-sm text-ink-2">
        No record that you can read is health data (FHIR), so there is no summary of allergies, problems and
        medicines here.
      </p>
    )
  }
  if (isLoading && read === 0) return <Loading rows={3}>Reading the health data…</Loading>
  return (
    <div aria-busy={isLoading}>
      <AllergyNotice summary={summary} />
      <Lines title="Problems" items={drawn.problems} />
      <Lines title="Medications now" items={drawn.medications} hasNotes />
      <Outside results={drawn.outside} />
      <p className="mt-3 text-xs text-ink-2">
        {isLoading
          ? `Reading the health data: ${read} of ${total}…`
          : read + failed < total
            ? `Drawn from ${read} of the ${total} health records that you can read: the newest, as far as they are not large.`
            : 'Drawn from the records that you can read.'}
      </p>
      {failed === 0 ? null : (
        <p role="alert" className="mt-1 flex items-start gap-1.5 text-sm font-semibold text-madder">
          <TriangleAlert className="mt-[0.1em]" />
          <span>
            {failed === 1
              ? 'One health record could not be opened'
              : `${failed} health records could not be opened`}
            , so something may be missing here. Open it in the list to see why.
          </span>
        </p>
      )}
    </div>
  )
}

function AllergyNotice({ summary }: { readonly summary: UseDrawnSummaryReturnType }) {
  const { allergies, hasAllergyList } = summary.drawn
  if (allergies.length === 0) {
    return summary.isLoading ? null : (
      <p className="rounded-control border border-line-strong bg-inset px-4 py-3 leading-snug">
        <b>No allergy</b> in what you can read.{' '}
        <span className="text-ink-2">
          {hasAllergyList
            ? 'There may be one that you cannot see.'
            : 'None of these records has a list of allergies.'}
        </span>
      </p>
    )
  }
  return (
    <div className="flex items-start gap-3 rounded-control border border-madder-line bg-madder-tint px-4 py-3 leading-snug [&>.lucide]:mt-0.5 [&>.lucide]:size-5.5 [&>.lucide]:text-madder">
      <OctagonAlert />
      <div className="min-w-0 flex-1">
        <h2 className="sr-only">Allergies</h2>
        <ul className="space-y-1">
          {allergies.map((item) => (
            <li key={item.name}>
              <b>
                Allergy: <bdi>{item.name}</bdi>
              </b>
              {'. '}
              {[...item.notes, dateOf(item)].filter((note) => note !== null).join(', ')}
            </li>
          ))}
        </ul>
        <p className="text-ink-2">No other in what you can read.</p>
      </div>
    </div>
  )
}

function Lines({
  title,
  items,
  hasNotes,
}: {
  readonly title: string
  readonly items: readonly Item[]
  readonly hasNotes?: boolean
}) {
  return (
    <ShortList title={title} rows={items}>
      {(item) => (
        <>
          <span className="min-w-0 flex-1 wrap-anywhere">
            <bdi>{item.name}</bdi>
            {hasNotes === true && item.notes.length > 0 ? (
              <span className="text-ink-2">, {item.notes.join('; ')}</span>
            ) : null}
          </span>
          <span className="flex-none text-ink-2 tabular-nums">{dateOf(item)}</span>
        </>
      )}
    </ShortList>
  )
}

function Outside({ results }: { readonly results: readonly Result[] }) {
  return (
    <ShortList title="Outside the range" rows={results}>
      {(result) => (
        <>
          <span className="min-w-0 flex-1 wrap-anywhere">
            <bdi>{result.name}</bdi>{' '}
            <b className="whitespace-nowrap text-madder tabular-nums">
              {result.verdict === 'high' ? <ArrowUp aria-label="High:" className="inline size-4" /> : null}
              {result.verdict === 'low' ? <ArrowDown aria-label="Low:" className="inline size-4" /> : null}
              <bdi>{result.value}</bdi>
            </b>{' '}
            <span className="text-ink-2">
              {[result.unit, result.range?.words].filter(Boolean).join(', ')}
            </span>
          </span>
          <span className="flex-none text-ink-2 tabular-nums">{dateOf(result)}</span>
        </>
      )}
    </ShortList>
  )
}

function ShortList<T>({
  title,
  rows,
  children,
}: {
  readonly title: string
  readonly rows: readonly T[]
  readonly children: (row: T) => ReactNode
}) {
  const [isWhole, setWhole] = useState(false)
  if (rows.length === 0) return null
  return (
    <section className="mt-4">
      <h2>{title}</h2>
      <ul>
        {(isWhole ? rows : rows.slice(0, FIRST)).map((row, index) => (
          <li key={index} className="flex items-baseline gap-x-3 border-b border-line py-1.5 text-sm">
            {children(row)}
          </li>
        ))}
      </ul>
      {rows.length <= FIRST ? null : (
        <Button kind="quiet" size="small" className="-ms-3" onPress={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `Show all ${rows.length}`}
        </Button>
      )}
    </section>
  )
}

function dateOf({ date }: { readonly date: string | null }): string | null {
  return date === null ? null : (formatIsoDate(date) ?? date)
}
