import { Redirect } from 'wouter'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { ChartFrame } from '../features/frame/index.ts'
import { isManager } from '../worker/isManager.ts'
import { GiveAccessWizard } from '../features/sharing/index.ts'

/** Lets someone in, or changes what they may. */
export function GiveAccessPage() {
  return (
    <ChartFrame title="Give access" hasOwnBar>
      {({ chart, session }) =>
        !isManager(chart) ? (
          <Redirect to={`/charts/${chart.id}`} replace />
        ) : session.canAct ? (
          <GiveAccessWizard chart={chart} me={session.account} />
        ) : (
          <ErrorNotice title="You opened this with a recovery card">
            It lets you read. To give access, connect the wallet of this account.
          </ErrorNotice>
        )
      }
    </ChartFrame>
  )
}
