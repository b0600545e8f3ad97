import { ArrowLeft, Download, Printer, ShieldAlert, ShieldCheck, Unplug } from 'lucide-react'
import { Link, useParams } from 'wouter'
import { Button } from '../components/Button.tsx'
import { Details, Facts } from '../components/Details.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { SectionTag } from '../components/SectionTag.tsx'
import { formatBytes } from '../components/format/formatBytes.ts'
import { dateOfSeconds, formatIsoDate, formatLongDate, formatTime } from '../components/format/formatDate.ts'
import { inSentence } from '../components/format/inSentence.ts'
import { ChartFrame } from '../features/frame/index.ts'
import type { ChartPageProps } from '../features/frame/index.ts'
import { authorOf, CorrectNote, downloadBlob, fileNameOf, versionsOf } from '../features/records/index.ts'
import { RecordReaders, ShareButton } from '../features/sharing/index.ts'
import { NoteBadge, RecordViewer } from '../features/viewer/index.ts'
import { useConfig } from '../hooks/useConfig.ts'
import { useRecord } from '../hooks/useRecord.ts'
import { isManager } from '../worker/isManager.ts'
import type { NoteCheck, OpenedRecord, RecordSummary } from '../worker/types.ts'

/** One record, opened and checked. */
export function RecordPage() {
  const { number } = useParams<{ number: string }>()
  return (
    <ChartFrame title={`Record ${number}`}>
      {(props) => {
        const record = props.chart.records.find((one) => String(one.number) === number)
        return (
          <>
            <p className="mb-1 text-sm print:hidden">
              <Link
                href={listOf(props.chart)}
                className="inline-flex min-h-11 items-center gap-2 font-semibold text-spruce no-underline hover:underline lg:min-h-9"
              >
                <ArrowLeft />
                {isManager(props.chart) ? 'Records' : <bdi>{props.chart.title}</bdi>}
              </Link>
            </p>
            {record === undefined ? (
              <ErrorNotice title="There is no such record">
                The chart has no record of this number. Go back to the list.
              </ErrorNotice>
            ) : (
              <OneRecord {...props} record={record} />
            )}
          </>
        )
      }}
    </ChartFrame>
  )
}

/** The list that the record stands in. */
function listOf({ id, role }: ChartPageProps['chart']): string {
  if (role === 'reader') return '/charts'
  return role === 'grantee' ? `/charts/${id}` : `/chart/${id}/records`
}

type OneRecordProps = ChartPageProps & { readonly record: RecordSummary }

function OneRecord({ chart, session, record }: OneRecordProps) {
  const opened = useRecord(chart.id, record.number)
  const position = chart.sections.findIndex((section) => section.number === record.section)
  const author = authorOf(record, chart, session.account)
  const filed = dateOfSeconds(record.filedAt)
  const details = opened.data?.summary.details ?? record.details
  const happened = details?.happenedAt ?? null
  const body = opened.data?.body
  const { later } = versionsOf(chart, record)
  return (
    <article>
      <div className="mb-5 grid gap-x-4 gap-y-2 lg:grid-cols-[minmax(0,1fr)_auto] lg:items-center">
        <h1 className="wrap-anywhere">
          <bdi>{details?.title ?? `Record ${record.number}`}</bdi>
        </h1>
        {body === undefined || details === null ? null : (
          <div className="flex flex-wrap gap-2 max-lg:order-last max-sm:*:flex-1 print:hidden">
            <CorrectNote
              chart={chart}
              session={session}
              record={record}
              note={opened.data?.note ?? null}
              listHref={listOf(chart)}
            />
            <Button onPress={() => window.print()}>
              <Printer />
              Print
            </Button>
            <Button onPress={() => downloadBlob(body, fileNameOf(details.title, details.mediaType))}>
              <Download />
              Download
            </Button>
            {isManager(chart) ? <ShareButton chart={chart} number={record.number} session={session} /> : null}
          </div>
        )}
        <p className="col-span-full flex flex-wrap items-center gap-x-5 gap-y-1 text-sm text-ink-2">
          {chart.role === 'reader' ? null : (
            <SectionTag
              position={Math.max(position, 0)}
              label={chart.sections[position]?.label ?? 'Unknown section'}
            />
          )}
          <bdi>{author}</bdi>
          {happened === null ? null : <span>About {formatIsoDate(happened) ?? happened}</span>}
          <time dateTime={filed.toISOString()} className="tabular-nums">
            Filed {formatLongDate(filed)}, {formatTime(filed)}
          </time>
          {details === null ? null : <bdi className="tabular-nums">{formatBytes(details.size)}</bdi>}
          {opened.data === undefined ? null : (
            <span className="inline-flex items-center gap-1.5 font-semibold text-spruce">
              <ShieldCheck />
              Checked against the chain
            </span>
          )}
          <NoteBadge note={opened.data?.note ?? null} author={author} />
        </p>
        {later === null ? null : (
          <p className="col-span-full text-sm font-semibold text-amber">
            This was corrected on {formatLongDate(dateOfSeconds(later.filedAt))}.{' '}
            <Link href={`/chart/${chart.id}/records/${later.number}`} className="text-spruce">
              Read the corrected one
            </Link>
          </p>
        )}
      </div>
      <div className="grid gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
        <div className="min-w-0">
          <Content record={record} author={author} opened={opened} />
        </div>
        <Aside chart={chart} session={session} record={record} author={author} opened={opened.data} />
      </div>
    </article>
  )
}

/** What the signature is over, for who checks it elsewhere. */
function noteFacts(note: NoteCheck | null): readonly (readonly [string, string])[] {
  if (note === null || note.document === null) return []
  const by = note.isByContract ? 'EIP-1271, asked of the signer’s contract' : 'EIP-712'
  return [
    ['Signed document (SHA-256)', note.document],
    ...(note.signer === null ? [] : ([['Signer', `${note.signer} (${by})`]] as const)),
  ]
}

type ContentProps = {
  readonly record: RecordSummary
  readonly author: string
  readonly opened: ReturnType<typeof useRecord>
}

function Content({ record, author, opened }: ContentProps) {
  if (opened.data !== undefined) {
    const { summary, body, note } = opened.data
    const { mediaType, title } = summary.details ?? { mediaType: '', title: `Record ${record.number}` }
    return <RecordViewer body={body} mediaType={mediaType} title={title} note={note} />
  }
  if (opened.failure === null) return <Loading rows={6}>Opening and checking the record…</Loading>
  const retry = { onRetry: opened.refresh, isRetrying: opened.isRefreshing }
  const { name } = opened.failure
  if (name === 'BlockTamperedError' || name === 'RecordTamperedError' || record.state === 'tampered') {
    return (
      <ErrorNotice
        icon={<ShieldAlert className="text-madder" />}
        title="This record is not what was filed"
        retry="Try another store"
        {...retry}
      >
        What the store sent does not match the chain, so it is not shown. Your other records are not affected.
      </ErrorNotice>
    )
  }
  if (name === 'RecordUnreadableError' || record.state === 'unreadable') {
    return (
      <ErrorNotice
        icon={<ShieldAlert className="text-madder" />}
        title="Nobody can open this record"
        {...retry}
      >
        {author === 'You'
          ? 'You filed it, with a key that does not open it. File it again.'
          : `It was filed by ${inSentence(author)}; ask them to file it again.`}
      </ErrorNotice>
    )
  }
  return (
    <ErrorNotice icon={<Unplug />} title="This record cannot be opened now" {...retry}>
      {opened.failure.sentence} Nothing was changed.
    </ErrorNotice>
  )
}

type AsideProps = OneRecordProps & { readonly author: string; readonly opened: OpenedRecord | undefined }

function Aside({ chart, session, record, author, opened }: AsideProps) {
  const { chain, contracts } = useConfig()
  const { others } = versionsOf(chart, record)
  return (
    <aside className="space-y-5 print:hidden">
      {others.length === 0 ? null : (
        <section>
          <h2 className="text-base">Other versions</h2>
          <ul className="mt-1 text-sm">
            {others.map(({ number, filedAt, details }) => (
              <li key={number} className="py-0.5">
                <Link href={`/chart/${chart.id}/records/${number}`} className="text-spruce">
                  <bdi>{details?.title ?? `Record ${number}`}</bdi>, {formatLongDate(dateOfSeconds(filedAt))}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {isManager(chart) ? <RecordReaders chart={chart} record={record} session={session} /> : null}
      {opened === undefined ? null : (
        <section>
          <h2 className="text-base">What was checked</h2>
          <p className="mt-1 text-sm text-ink-2">
            This is exactly what <bdi>{inSentence(author)}</bdi> filed. Nothing was changed since.
          </p>
          <Details>
            <Facts
              facts={[
                ['Record', `${record.number} of ${chart.records.length}`],
                ['Pointer', record.pointer],
                ['Author', record.author],
                ['Chart', chart.id],
                ['Epoch', String(record.epoch)],
                ...noteFacts(opened.note),
                ['Contract', `${contracts.charts} on ${chain.name} (${chain.id})`],
              ]}
            />
          </Details>
        </section>
      )}
    </aside>
  )
}
