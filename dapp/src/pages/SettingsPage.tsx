import { AppFrame, SessionGate } from '../features/frame/index.ts'
import { Settings } from '../features/settings/index.ts'

/** What belongs to the account and to this browser. */
export function SettingsPage() {
  return (
    <SessionGate>
      {(session) => (
        <AppFrame session={session} title="Settings">
          <Settings session={session} />
        </AppFrame>
      )}
    </SessionGate>
  )
}
