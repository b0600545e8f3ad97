import { KeyRound, ShieldAlert } from 'lucide-react'
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { useParams } from 'wouter'
import { Banner } from '../../components/Banner.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Loading } from '../../components/Loading.tsx'
import { useAct } from '../../hooks/useAct.ts'
import { useChart } from '../../hooks/useChart.ts'
import { isManager } from '../../worker/isManager.ts'
import type { ChartContents, ChartId, SessionInfo } from '../../worker/types.ts'
import { AppFrame } from './AppFrame.tsx'
import { ChartOver } from './ChartOver.tsx'
import { BadKeys } from './BadKeys.tsx'
import { SessionGate } from './SessionGate.tsx'
import { useFormerOwner } from './useFormerOwner.ts'

export type ChartPageProps = { readonly chart: ChartContents; readonly session: SessionInfo }

export type ChartFrameProps = {
  readonly title: string
  readonly phoneEnd?: ReactNode
  readonly hasOwnBar?: boolean
  readonly children: (props: ChartPageProps) => ReactNode
}

/** The frame of a page about the chart of the route: it unlocks, reads and checks the chart, then shows its content. */
export function ChartFrame(props: ChartFrameProps) {
  const { id } = useParams<{ id: string }>()
  return <SessionGate>{(session) => <OpenChart {...props} session={session} id={id} />}</SessionGate>
}

function OpenChart({
  id,
  session,
  title,
  phoneEnd,
  hasOwnBar,
  children,
}: ChartFrameProps & { readonly id: string | undefined; readonly session: SessionInfo }) {
  const isId = /^0x[0-9a-f]{64}$/.test(id ?? '')
  const chart = useChart(isId ? (id as ChartId) : null)
  const named = useFormerOwner(chart.data)
  const found = useMemo(() => (named === undefined ? undefined : inOrder(named)), [named])
  // What was read before stays in hand; whose chart it was must not go on as if it still were.
  const isOver = found !== undefined && isManager(found) && chart.failure?.name === 'NoAccessError'
  const contents = isOver ? undefined : found
  return (
    <AppFrame
      session={session}
      title={contents === undefined ? title : `${title}, ${contents.title}`}
      chart={contents}
      alarms={contents === undefined ? [] : alarmsOf(contents)}
      notices={contents === undefined ? [] : noticesOf(contents, session)}
      phoneEnd={phoneEnd}
      {...(hasOwnBar === undefined ? {} : { hasOwnBar })}
    >
      {contents !== undefined ? (
        children({ chart: contents, session })
      ) : isOver ? (
        <ChartOver title={found.title} isOwner={found.role === 'owner'} />
      ) : !isId ? (
        <ErrorNotice title="There is no chart at this address">
          Check the link, or go to a page of the list above.
        </ErrorNotice>
      ) : chart.failure !== null ? (
        <ErrorNotice
          title="This chart could not be opened"
          onRetry={chart.refresh}
          isRetrying={chart.isRefreshing}
        >
          {chart.failure.sentence}
        </ErrorNotice>
      ) : (
        <Loading>Opening the chart…</Loading>
      )}
    </AppFrame>
  )
}

/** Section numbers are drawn at random: people find sections by their names. */
function inOrder(chart: ChartContents): ChartContents {
  return { ...chart, sections: chart.sections.toSorted((a, b) => a.label.localeCompare(b.label)) }
}

function alarmsOf(chart: ChartContents): readonly ReactNode[] {
  if (chart.isHeadVerified) return []
  return [
    <Banner key="head" tone="alarm" icon={<ShieldAlert />} lead="This list is not what the chain says.">
      A record may be missing, or changed. Do not rely on it; try again later or through another connection.
    </Banner>,
  ]
}

function noticesOf(chart: ChartContents, session: SessionInfo): readonly ReactNode[] {
  const notices: ReactNode[] = []
  if (chart.keyringProblem !== null)
    notices.push(<BadKeys key="keys" chart={chart} canAct={session.canAct} />)
  if (chart.isKeyed) return notices
  return [
    ...notices,
    <Banner
      key="locks"
      tone="warn"
      icon={<KeyRound />}
      lead="The locks need changing before anything can be filed."
      action={isManager(chart) && session.canAct ? <ChangeLocks chart={chart} /> : undefined}
    >
      {isManager(chart)
        ? 'Access has ended already; the new keys could not be stored at the time.'
        : 'Only the person whose chart this is can do that.'}
    </Banner>,
  ]
}

export function ChangeLocks({ chart }: { readonly chart: Pick<ChartContents, 'id'> }) {
  const { run, state } = useAct()
  return (
    <Button
      size="small"
      isDisabled={state.status === 'running'}
      onPress={() => void run({ kind: 'rotateChart', chart: chart.id })}
    >
      Change the locks
    </Button>
  )
}
