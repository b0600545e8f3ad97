import { FolderOpen, Search, SearchX } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Details } from '../../components/Details.tsx'
import { Empty } from '../../components/Empty.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Loading } from '../../components/Loading.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { TextField } from '../../components/TextField.tsx'
import type { SessionInfo } from '../../worker/types.ts'
import { ChartTable } from './ChartTable.tsx'
import { OpenById } from './OpenById.tsx'
import { YourAccount } from './YourAccount.tsx'
import { selectCharts } from './openChart.ts'
import { useOpenCharts } from './useOpenCharts.ts'

export type OpenChartsProps = {
  readonly session: SessionInfo
  /** The single records that are open: they come first where no chart is. */
  readonly shared?: ReactNode
}

/** The charts that others opened to this account. */
export function OpenCharts({ session, shared }: OpenChartsProps) {
  const { charts, failure, isRefreshing, refresh } = useOpenCharts()
  const [words, setWords] = useState('')
  const found = selectCharts(charts ?? [], words)
  const hasCharts = charts !== undefined && charts.length > 0

  return (
    <>
      <PageHead
        title="Charts open to me"
        end={
          hasCharts ? (
            <TextField
              label="Search the charts"
              isLabelHidden
              type="search"
              placeholder="Name or section"
              icon={<Search />}
              value={words}
              onChange={setWords}
              className="sm:w-80"
            />
          ) : undefined
        }
      />
      {failure !== null && charts !== undefined ? (
        <p role="alert" className="mb-4 text-sm text-amber">
          This list may be old. {failure.sentence}
        </p>
      ) : null}
      {hasCharts ? null : shared}
      {charts === undefined ? (
        failure === null ? (
          <Loading>Looking for the charts that are open to you…</Loading>
        ) : (
          <ErrorNotice title="The charts could not be listed" onRetry={refresh} isRetrying={isRefreshing}>
            {failure.sentence}
          </ErrorNotice>
        )
      ) : !hasCharts ? (
        <Empty
          icon={<FolderOpen />}
          title="No chart is open to you"
          text="When a patient gives you access, their chart appears here by itself. They need your account for it."
          action={<YourAccount account={session.account} />}
        />
      ) : found.length === 0 ? (
        <Empty
          icon={<SearchX />}
          title="Nothing found"
          text="No chart that is open to you matches."
          action={<Button onPress={() => setWords('')}>Show all charts</Button>}
        />
      ) : (
        <>
          <p role="status" className="mb-3 text-sm text-ink-2">
            {found.length === 1 ? '1 chart' : `${found.length} charts`}, newest entries first
          </p>
          <ChartTable charts={found} />
          <p className="mt-4 text-sm text-ink-2">Names come from the charts themselves.</p>
        </>
      )}
      {hasCharts ? shared : null}
      {charts === undefined && failure === null ? null : (
        <div className="mt-4">
          {hasCharts ? (
            <Details summary="Your account, for a patient who wants to let you in">
              <div className="mt-1 mb-2">
                <YourAccount account={session.account} />
              </div>
            </Details>
          ) : null}
          <OpenById />
        </div>
      )}
    </>
  )
}
