import { AppFrame, SessionGate } from '../features/frame/index.ts'
import { ReplaceCard } from '../features/settings/index.ts'

/** A new recovery card in place of the old one. */
export function RecoveryCardPage() {
  return (
    <SessionGate>
      {(session) => (
        <AppFrame session={session} title="Replace the recovery card">
          <ReplaceCard session={session} />
        </AppFrame>
      )}
    </SessionGate>
  )
}
