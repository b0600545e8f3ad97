import { TriangleAlert } from 'lucide-react'
import { ButtonLink } from '../../components/ButtonLink.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { dateOfSeconds } from '../../components/format/formatDate.ts'
import { formatTimeLeft, formatUntil, isSoon } from '../../components/format/until.ts'
import type { OpenToMeChart } from '../../worker/types.ts'
import { formatLastEntry } from './formatLastEntry.ts'
import { type OpenChart, lastEntryOf } from './openChart.ts'
import { useNow } from '../../components/useNow.ts'
import { useEarlierVisit } from './useVisit.ts'

const CARD =
  "max-lg:grid max-lg:content-start max-lg:gap-x-3 max-lg:gap-y-1.5 max-lg:rounded-sheet max-lg:border max-lg:border-line max-lg:px-4 max-lg:py-3 max-lg:[grid-template:'name_when'_auto_'new_new'_auto_'read_read'_auto_'add_add'_1fr_'until_open'_auto_/_1fr_auto]"
const CELL = 'max-lg:border-0! max-lg:p-0!'

/** The charts open to this account. A card for each on a narrow page. */
export function ChartTable({ charts }: { readonly charts: readonly OpenChart[] }) {
  const now = useNow()
  return (
    <table aria-label="Charts open to me" className="table-ledger max-lg:block">
      <thead className="max-lg:sr-only">
        <tr>
          <th scope="col" className="w-26 text-end!">
            Last entry
          </th>
          <th scope="col" className="border-s border-s-margin-rule ps-4!">
            Chart of
          </th>
          <th scope="col">Since your last visit</th>
          <th scope="col">You can read</th>
          <th scope="col">You can add to</th>
          <th scope="col">Until</th>
          <th scope="col">
            <span className="sr-only">Open</span>
          </th>
        </tr>
      </thead>
      <tbody className="max-lg:grid max-lg:gap-3 sm:max-lg:grid-cols-2">
        {charts.map((open) => (
          <ChartRow key={open.chart.id} open={open} now={now} />
        ))}
      </tbody>
    </table>
  )
}

function ChartRow({ open, now }: { readonly open: OpenChart; readonly now: Date }) {
  const { chart } = open
  const { until } = chart.grant
  const name = chart.title ?? `Chart ${formatAddress(chart.id)}`
  const sections = open.contents?.sections ?? chart.sections
  const readable = sections.filter((section) => section.canRead)
  const writable = sections.filter((section) => section.canWrite)
  return (
    <tr className={CARD}>
      <td className={`${CELL} text-end! text-sm leading-snug tabular-nums max-lg:[grid-area:when]`}>
        <LastEntry open={open} now={now} />
      </td>
      <td className={`${CELL} border-s border-s-margin-rule ps-4! max-lg:ps-0! max-lg:[grid-area:name]`}>
        <span className="inline-block w-max max-w-full rounded-t-[6px] lg:max-w-72 rounded-b-[2px] border border-manila-edge bg-manila px-2.5 py-px font-bold wrap-anywhere text-on-manila">
          <bdi>{name}</bdi>
        </span>
        {chart.problem === null ? null : (
          <span className="mt-1 flex max-w-88 items-start gap-1.5 text-sm leading-snug text-amber">
            <TriangleAlert className="mt-[0.12em]" />
            {chart.problem}
          </span>
        )}
      </td>
      <td className={`${CELL} text-sm max-lg:[grid-area:new]`}>
        <SinceLastVisit open={open} />
      </td>
      <td className={`${CELL} text-sm max-lg:[grid-area:read]`}>
        <span className="text-ink-2 lg:hidden">Read: </span>
        <Labels sections={readable} />
      </td>
      <td className={`${CELL} text-sm max-lg:[grid-area:add]`}>
        <span className="text-ink-2 lg:hidden">Add to: </span>
        <Labels sections={writable} />
      </td>
      <td
        className={`${CELL} text-sm tabular-nums max-lg:self-center max-lg:[grid-area:until] lg:whitespace-nowrap`}
      >
        <span className="text-ink-2 lg:hidden">Until </span>
        {formatUntil(until)}
        {isSoon(until, now) ? (
          <b className="block font-semibold text-amber">{formatTimeLeft(until, now)}</b>
        ) : null}
      </td>
      <td className={`${CELL} text-end! max-lg:[grid-area:open]`}>
        <ButtonLink href={`/charts/${chart.id}`} size="small">
          Open <span className="sr-only">the chart of {name}</span>
        </ButtonLink>
      </td>
    </tr>
  )
}

function LastEntry({ open, now }: { readonly open: OpenChart; readonly now: Date }) {
  if (open.contents === null) return null
  const last = lastEntryOf(open)
  if (last === null) return <span className="text-ink-2">No entry yet</span>
  const date = dateOfSeconds(last)
  const [day, time] = formatLastEntry(date, now)
  return (
    <time dateTime={date.toISOString()}>
      <b className="font-semibold">{day}</b>
      {time === null ? null : <span className="block text-ink-2">{time}</span>}
    </time>
  )
}

const FEW = 3

function SinceLastVisit({ open: { chart, contents } }: { readonly open: OpenChart }) {
  const visit = useEarlierVisit(chart.id)
  if (contents === null) return null
  if (visit === null) return <span className="text-ink-3">Not opened in this browser yet</span>
  const added = contents.records.filter(
    (record) => record.number > visit.seen && record.state !== 'no-access',
  )
  if (added.length === 0) return <span className="text-ink-3">Nothing new</span>
  const titles = added.toReversed().map((record) => record.details?.title ?? `Record ${record.number}`)
  return (
    <>
      <b className="rounded-tag bg-pen-tint px-1.5 py-0.5 text-xs font-bold text-pen tabular-nums">
        {added.length} new
      </b>{' '}
      <bdi>{titles.slice(0, FEW).join(', ')}</bdi>
      {titles.length > FEW ? ' …' : null}
    </>
  )
}

function Labels({ sections }: { readonly sections: OpenToMeChart['sections'] }) {
  if (sections.length === 0) return <span className="text-ink-3">Nothing</span>
  return <bdi>{sections.map((section) => section.label).join(', ')}</bdi>
}
