import { OpenCharts } from '../features/doctor/index.ts'
import { AppFrame, SessionGate } from '../features/frame/index.ts'
import { OffersToMe, SharedWithMe } from '../features/sharing/index.ts'

/** Whatever others opened to this account. */
export function ChartsPage() {
  return (
    <SessionGate>
      {(session) => (
        <AppFrame session={session} title="Charts open to me">
          <OffersToMe canAct={session.canAct} />
          <OpenCharts session={session} shared={<SharedWithMe />} />
        </AppFrame>
      )}
    </SessionGate>
  )
}
