import { TriangleAlert } from 'lucide-react'
import { ButtonLink } from '../../components/ButtonLink.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { formatTimeLeft, formatUntil, isSoon } from '../../components/format/until.ts'
import { useNow } from '../../components/useNow.ts'
import { useSharedWithMe } from '../../hooks/useSharedWithMe.ts'
import type { SharedWithMe as SharedRecord } from '../../worker/types.ts'

/** The single records that others opened to this account. Nothing where there are none. */
export function SharedWithMe() {
  return <SharedRecords records={useSharedWithMe().data ?? []} />
}

export function SharedRecords({ records }: { readonly records: readonly SharedRecord[] }) {
  const now = useNow()
  if (records.length === 0) return null
  return (
    <section aria-labelledby="shared-with-me" className="my-6">
      <h2 id="shared-with-me">Single records shared with you</h2>
      <ul className="mt-2 divide-y divide-line border-y border-line">
        {records
          .toSorted((a, b) => a.until - b.until)
          .map((record) => {
            const title = record.title ?? `Record ${record.number}`
            return (
              <li
                key={`${record.chart}/${record.number}`}
                className="flex flex-wrap items-center gap-x-6 gap-y-1.5 py-2.5"
              >
                <span className="min-w-0 flex-1 basis-64">
                  <bdi className="font-semibold wrap-anywhere">{title}</bdi>
                  <span className="block text-sm text-ink-2">
                    From{' '}
                    <span className="font-mono" dir="ltr">
                      {formatAddress(record.owner)}
                    </span>
                  </span>
                  {record.problem === null ? null : (
                    <span className="flex gap-1.5 text-sm text-amber">
                      <TriangleAlert className="mt-[0.12em]" />
                      {record.problem}
                    </span>
                  )}
                </span>
                <span className="text-sm tabular-nums">
                  Until {formatUntil(record.until)}
                  {isSoon(record.until, now) ? (
                    <b className="ms-2 font-semibold text-amber">{formatTimeLeft(record.until, now)}</b>
                  ) : null}
                </span>
                <ButtonLink href={`/chart/${record.chart}/records/${record.number}`} size="small">
                  Open <span className="sr-only">{title}</span>
                </ButtonLink>
              </li>
            )
          })}
      </ul>
    </section>
  )
}
