import { ArrowDown, ArrowUp, TriangleAlert } from 'lucide-react'
import { Fragment } from 'react'
import { cx } from '../../components/cx.ts'
import { formatIsoDate } from '../../components/format/formatDate.ts'
import { RangeBar } from './RangeBar.tsx'
import type { Result } from './fhir/types.ts'

/** Values with the laboratory's own range. A card for each row on a phone. */
export function ResultsTable({
  results,
  label,
}: {
  readonly results: readonly Result[]
  readonly label: string
}) {
  const hasRanges = results.some((result) => result.range !== null)
  const columns = hasRanges ? 4 : 3
  return (
    <table aria-label={label} className="table-ledger max-sm:block">
      <thead className="max-sm:sr-only">
        <tr>
          <th scope="col">Test</th>
          <th scope="col">Result</th>
          {hasRanges ? <th scope="col">The laboratory’s range</th> : null}
          <th scope="col">
            <span className={hasRanges ? 'sr-only' : undefined}>{hasRanges ? 'Verdict and day' : 'Day'}</span>
          </th>
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {results.map((result, index) => {
          const before = results[index - 1]
          const isNewGroup =
            result.group !== null && (before?.group !== result.group || dayOf(before) !== dayOf(result))
          return (
            <Fragment key={index}>
              {isNewGroup ? (
                <tr className="max-sm:block">
                  <th
                    scope="colgroup"
                    colSpan={columns}
                    className="border-line! pt-4! text-sm! text-ink! max-sm:block"
                  >
                    <bdi>{result.group}</bdi>
                    {result.date === null ? null : (
                      <span className="font-normal text-ink-2">
                        , {formatIsoDate(result.date) ?? result.date}
                      </span>
                    )}
                  </th>
                </tr>
              ) : null}
              <ResultRow result={result} hasRanges={hasRanges} />
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

function dayOf(result: Result): string | undefined {
  return result.date?.slice(0, 10)
}

function ResultRow({ result, hasRanges }: { readonly result: Result; readonly hasRanges: boolean }) {
  const isOut = result.verdict === 'high' || result.verdict === 'low' || result.verdict === 'abnormal'
  const day =
    result.group === null && result.date !== null ? (formatIsoDate(result.date) ?? result.date) : null
  return (
    <tr className="max-sm:grid max-sm:grid-cols-[minmax(45%,1fr)_auto] max-sm:gap-x-3 max-sm:gap-y-0.5 max-sm:border-b max-sm:border-line max-sm:py-2.5">
      <td className="font-semibold wrap-anywhere max-sm:border-0! max-sm:p-0!">
        <bdi>{result.name}</bdi>
      </td>
      <td className="tabular-nums max-sm:border-0! max-sm:p-0! max-sm:text-end! sm:min-w-28">
        <b
          className={cx(
            'text-[1.125rem]',
            isOut && 'text-madder',
            result.unit === null && 'text-base font-semibold',
          )}
        >
          <bdi>{result.value}</bdi>
        </b>{' '}
        {result.unit === null ? null : <bdi className="text-sm text-ink-2">{result.unit}</bdi>}
      </td>
      {hasRanges ? (
        <td className="max-sm:border-0! max-sm:p-0!">
          {result.range === null ? null : <RangeBar range={result.range} verdict={result.verdict} />}
        </td>
      ) : null}
      <td className="text-end! text-sm whitespace-nowrap max-sm:col-start-2 max-sm:border-0! max-sm:p-0!">
        <Verdict verdict={result.verdict} />
        {day === null ? null : <span className="block text-ink-2 tabular-nums">{day}</span>}
      </td>
    </tr>
  )
}

function Verdict({ verdict }: { readonly verdict: Result['verdict'] }) {
  if (verdict === null) return null
  if (verdict === 'in-range') return <span className="text-ink-2">In range</span>
  const [icon, word] =
    verdict === 'high'
      ? [<ArrowUp key="i" />, 'High']
      : verdict === 'low'
        ? [<ArrowDown key="i" />, 'Low']
        : [<TriangleAlert key="i" />, 'Outside']
  return (
    <span className="inline-flex items-center gap-1 font-semibold text-madder">
      {icon}
      {word}
    </span>
  )
}
