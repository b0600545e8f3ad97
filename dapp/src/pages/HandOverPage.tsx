import { Redirect } from 'wouter'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { ChartFrame } from '../features/frame/index.ts'
import { HandOver } from '../features/sharing/index.ts'

/** Offers the chart to another account. */
export function HandOverPage() {
  return (
    <ChartFrame title="Hand over this chart" hasOwnBar>
      {({ chart, session }) =>
        chart.role !== 'owner' ? (
          <Redirect to={`/chart/${chart.id}/sharing`} replace />
        ) : session.canAct ? (
          <HandOver chart={chart} me={session.account} />
        ) : (
          <ErrorNotice title="You opened this with a recovery card">
            It lets you read. To hand the chart over, connect the wallet of this account.
          </ErrorNotice>
        )
      }
    </ChartFrame>
  )
}
