import { FileText, LockKeyhole, ShieldAlert, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { ButtonLink } from '../../components/ButtonLink.tsx'
import { Details, Facts } from '../../components/Details.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { inSentence } from '../../components/format/inSentence.ts'
import { Loading } from '../../components/Loading.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useRecord } from '../../hooks/useRecord.ts'
import type { ChartContents, Failure, RecordSummary } from '../../worker/types.ts'
import { authorOf } from '../records/index.ts'
import { NoteBadge, RecordViewer } from '../viewer/index.ts'

export type ReadingPaneProps = {
  readonly chart: ChartContents
  readonly record: RecordSummary
  readonly me: string
}

/** One record beside the list: what it says, and that it is what was filed. */
export function ReadingPane({ chart, record, me }: ReadingPaneProps) {
  const { data, failure, isRefreshing, refresh } = useRecord(chart.id, record.number)
  const pane = useRef<HTMLElement>(null)
  const author = authorOf(record, chart, me)
  const title = record.details?.title ?? `Record ${record.number}`
  useEffect(() => pane.current?.focus(), [])

  return (
    <article
      ref={pane}
      tabIndex={-1}
      aria-label={title}
      className="mt-4 scroll-my-4 outline-offset-2 first:mt-0"
    >
      <Panel isInset>
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
          <h2 className="min-w-0 flex-1 text-base wrap-anywhere">
            <bdi>{title}</bdi>
          </h2>
          {data === undefined ? null : (
            <span className="inline-flex items-center gap-1.5 text-sm font-semibold text-spruce">
              <ShieldCheck />
              Checked
            </span>
          )}
        </div>
        {data === undefined ? (
          failure === null ? (
            <Loading rows={2}>Opening and checking the record…</Loading>
          ) : (
            <div className="mt-3">
              <RecordProblem failure={failure} author={author} onRetry={refresh} isRetrying={isRefreshing} />
            </div>
          )
        ) : (
          <>
            <p className="text-sm text-ink-2">
              This is exactly what <bdi>{inSentence(author)}</bdi> filed. Nothing was changed since.
            </p>
            <p className="text-sm">
              <NoteBadge note={data.note} author={author} />
            </p>
            <div className="mt-3">
              <RecordViewer
                body={data.body}
                mediaType={record.details?.mediaType ?? data.body.type}
                title={title}
                note={data.note}
              />
            </div>
          </>
        )}
        <div className="mt-4">
          <ButtonLink href={`/chart/${chart.id}/records/${record.number}`} size="small">
            <FileText />
            Open in full
          </ButtonLink>
        </div>
      </Panel>
    </article>
  )
}

type RecordProblemProps = {
  readonly failure: Failure
  readonly author: string
  readonly onRetry: () => void
  readonly isRetrying: boolean
}

/** Why a record is not shown. Tampering and what nobody can open are said as what they are. */
function RecordProblem({ failure, author, onRetry, isRetrying }: RecordProblemProps) {
  const { title, icon, text, retry } = problemOf(failure, author)
  return (
    <ErrorNotice title={title} icon={icon} {...(retry === null ? {} : { onRetry, retry, isRetrying })}>
      <p>{text}</p>
      {failure.details === null ? null : (
        <Details>
          <Facts facts={[['Error', failure.details]]} />
        </Details>
      )}
    </ErrorNotice>
  )
}

type Problem = {
  readonly title: string
  readonly icon?: ReactNode
  readonly text: ReactNode
  readonly retry: string | null
}

function problemOf(failure: Failure, author: string): Problem {
  const who = inSentence(author)
  switch (failure.name) {
    case 'RecordTamperedError':
    case 'BlockTamperedError':
      return {
        title: 'This record is not what was filed',
        icon: <ShieldAlert className="text-madder" />,
        text: 'What the store sent does not match the chain, so it is not shown. The other records are not affected.',
        retry: 'Try another store',
      }
    case 'RecordUnreadableError':
      return {
        title: 'Nobody can open this record',
        icon: <TriangleAlert className="text-madder" />,
        text: (
          <>
            It was filed by <bdi>{who}</bdi>; ask them to file it again.
          </>
        ),
        retry: null,
      }
    case 'RecordNoAccessError':
      return {
        title: 'This record is not open to you',
        icon: <LockKeyhole />,
        text: 'It lies in a section or a time that you were not given.',
        retry: null,
      }
    default:
      return { title: 'This record could not be opened', text: failure.sentence, retry: 'Try again' }
  }
}
