import { Redirect } from 'wouter'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { ChartFrame } from '../features/frame/index.ts'
import { ActForYou } from '../features/sharing/index.ts'

/** Lets somebody act for the owner. */
export function ActForYouPage() {
  return (
    <ChartFrame title="Let someone act for you" hasOwnBar>
      {({ chart, session }) =>
        chart.role !== 'owner' ? (
          <Redirect to={`/chart/${chart.id}/sharing`} replace />
        ) : session.canAct ? (
          <ActForYou chart={chart} me={session.account} />
        ) : (
          <ErrorNotice title="You opened this with a recovery card">
            It lets you read. To name somebody, connect the wallet of this account.
          </ErrorNotice>
        )
      }
    </ChartFrame>
  )
}
