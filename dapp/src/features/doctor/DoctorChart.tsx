import { DoorClosed } from 'lucide-react'
import { Redirect } from 'wouter'
import { ButtonLink } from '../../components/ButtonLink.tsx'
import { Empty } from '../../components/Empty.tsx'
import { PermissionSentence } from '../../components/PermissionSentence.tsx'
import { formatTimeLeft, isSoon } from '../../components/format/until.ts'
import { useChart } from '../../hooks/useChart.ts'
import { isManager } from '../../worker/isManager.ts'
import type { ChartContents, SessionInfo } from '../../worker/types.ts'
import { NoteForm } from './NoteForm.tsx'
import { RecordsSoFar } from './RecordsSoFar.tsx'
import { SummaryColumn } from './SummaryColumn.tsx'
import { useDrawnSummary } from './useDrawnSummary.ts'
import { useNow } from '../../components/useNow.ts'

export type DoctorChartProps = { readonly chart: ChartContents; readonly session: SessionInfo }

/** Somebody else's chart, as far as it is open to this account. */
export function DoctorChart({ chart, session }: DoctorChartProps) {
  const { failure } = useChart(chart.id)
  if (isManager(chart)) return <Redirect to={`/chart/${chart.id}/records`} replace />
  if (chart.role === 'reader') return <Redirect to="/charts" replace />
  if (failure?.name === 'NoAccessError') return <AccessEnded title={chart.title} />
  return (
    <>
      <h1 className="sr-only">The chart of {chart.title}</h1>
      {failure === null ? null : (
        <p role="alert" className="mb-2 text-sm text-amber">
          What you see may be old. {failure.sentence}
        </p>
      )}
      <MyPermission chart={chart} />
      <OpenContents chart={chart} session={session} />
    </>
  )
}

function AccessEnded({ title }: { readonly title: string }) {
  return (
    <Empty
      icon={<DoorClosed />}
      title="Access has ended"
      text={
        <>
          From now on you can read and file nothing new in the chart of <bdi>{title}</bdi>. Ask the person
          whose chart it is if you need it again.
        </>
      }
      action={<ButtonLink href="/charts">To the charts open to me</ButtonLink>}
    />
  )
}

function MyPermission({ chart }: { readonly chart: ChartContents }) {
  const { grant, sections } = chart
  const now = useNow()
  if (grant === null) return null
  const labels = (of: (section: ChartContents['sections'][number]) => boolean) =>
    sections.filter(of).map((section) => section.label)
  return (
    <p className="mb-4 text-sm text-ink-2">
      <PermissionSentence
        who="you"
        read={labels((section) => section.canRead)}
        write={labels((section) => section.canWrite)}
        purpose={grant.purpose}
        until={grant.until}
      />{' '}
      There may be sections that you cannot see.
      {isSoon(grant.until, now) ? (
        <b className="ms-1.5 font-semibold text-amber">{formatTimeLeft(grant.until, now)}</b>
      ) : null}
    </p>
  )
}

function OpenContents({ chart, session }: DoctorChartProps) {
  const summary = useDrawnSummary(chart)
  return (
    <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-[20rem_minmax(0,1fr)_19rem]">
      <div className="min-w-0">
        <SummaryColumn summary={summary} />
      </div>
      <RecordsSoFar key={chart.id} chart={chart} me={session.account} />
      <NoteForm chart={chart} session={session} />
    </div>
  )
}
