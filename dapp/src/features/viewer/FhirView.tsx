import { OctagonAlert } from 'lucide-react'
import { formatIsoDate } from '../../components/format/formatDate.ts'
import { Loading } from '../../components/Loading.tsx'
import { CannotShow } from './CannotShow.tsx'
import { OriginalData } from './OriginalData.tsx'
import { ResultsTable } from './ResultsTable.tsx'
import { summarize } from './fhir/summarize.ts'
import type { Item, Part, Summary } from './fhir/types.ts'
import { useBlobText } from './useBlobText.ts'

export type FhirViewProps = {
  readonly body: Blob
  /** What a note says, where the document is one and says nothing else. */
  readonly text?: string | null
}

/** Health data as a person reads it, and always the original beside it. */
export function FhirView({ body, text: note = null }: FhirViewProps) {
  const text = useBlobText(body)
  if (text === null) return <Loading>Reading the health data…</Loading>
  const summary = note === null ? read(text) : null
  return (
    <>
      {note !== null ? (
        <p className="max-w-176 wrap-anywhere whitespace-pre-line" dir="auto">
          {note}
        </p>
      ) : summary === null || summary.parts.length === 0 ? (
        <CannotShow>It is health data of a kind that this page has no words for.</CannotShow>
      ) : (
        <SummaryView summary={summary} />
      )}
      <OriginalData text={text} className="mt-6 print:hidden" />
    </>
  )
}

function read(text: string): Summary | null {
  try {
    return summarize(JSON.parse(text))
  } catch {
    return null
  }
}

function SummaryView({ summary }: { readonly summary: Summary }) {
  const isOut = summary.parts.some((part) =>
    part.results.some(({ verdict }) => verdict === 'high' || verdict === 'low' || verdict === 'abnormal'),
  )
  return (
    <div className="space-y-7">
      {summary.patient === null ? null : (
        <p className="text-ink-2">
          <b className="text-ink">
            <bdi>{summary.patient.name}</bdi>
          </b>
          {summary.patient.born === null
            ? ''
            : `, born ${formatIsoDate(summary.patient.born) ?? summary.patient.born}`}
          {summary.date === null ? '' : `. Written ${formatIsoDate(summary.date) ?? summary.date}.`}
        </p>
      )}
      {summary.parts.map((part, index) => (
        <PartView key={index} part={part} />
      ))}
      {isOut ? (
        <p className="max-w-132 text-sm text-ink-2">
          A result outside the range is not a diagnosis by itself. Ask the person who ordered the test.
        </p>
      ) : null}
    </div>
  )
}

function PartView({ part }: { readonly part: Part }) {
  return (
    <section>
      <h2 className="mb-1">
        <bdi>{part.title}</bdi>
      </h2>
      {part.items.length === 0 ? null : (
        <ul>
          {part.items.map((item, index) => (
            <ItemLine key={index} item={item} isAllergy={part.kind === 'allergies' && item.isSerious} />
          ))}
        </ul>
      )}
      {part.results.length === 0 ? null : <ResultsTable results={part.results} label={part.title} />}
      {part.text === null ? null : (
        <p className="max-w-176 text-sm whitespace-pre-line text-ink-2" dir="auto">
          {part.text}
        </p>
      )}
    </section>
  )
}

function ItemLine({ item, isAllergy }: { readonly item: Item; readonly isAllergy: boolean }) {
  return (
    <li className="flex items-start gap-x-3 border-b border-line py-2">
      {isAllergy ? <OctagonAlert className="mt-0.5 text-madder" aria-label="Allergy:" /> : null}
      <span className="min-w-0 flex-1">
        <bdi className="font-semibold wrap-anywhere">{item.name}</bdi>
        {item.notes.length === 0 ? null : (
          <span className="block text-sm whitespace-pre-line text-ink-2">{item.notes.join('; ')}</span>
        )}
      </span>
      {item.date === null ? null : (
        <span className="flex-none text-sm text-ink-2 tabular-nums">
          {formatIsoDate(item.date) ?? item.date}
        </span>
      )}
    </li>
  )
}
