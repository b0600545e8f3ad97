import { KeyRound, Users } from 'lucide-react'
import { Banner } from '../../components/Banner.tsx'
import { Button } from '../../components/Button.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { formatList } from '../../components/format/formatList.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useChartsToRenew } from '../../hooks/useUnlockers.ts'
import type { ActState, Renewal, SessionInfo } from '../../worker/types.ts'

/** What a new account key still asks for: charts whose locks wait, and people to tell. */
export function NewKeyNotice({ session }: { readonly session: SessionInfo }) {
  const { state, run } = useAct()
  const waiting = useChartsToRenew().data ?? []
  const told = renewalOf(state)?.tell ?? []
  const owners = [...new Set(told.map(({ owner }) => owner))]
  if (waiting.length === 0 && owners.length === 0) return null
  return (
    <div className="mb-4 grid gap-2">
      {waiting.length === 0 || state.status === 'running' ? null : (
        <Banner
          tone="warn"
          icon={<KeyRound />}
          lead={
            waiting.length === 1
              ? 'One chart still has its old locks.'
              : 'Some charts still have their old locks.'
          }
          action={
            <Button
              size="small"
              isDisabled={!session.canAct}
              onPress={() => void run({ kind: 'renewCharts' })}
            >
              Change the locks
            </Button>
          }
        >
          Your account has a new key. Until the locks of{' '}
          <bdi>{formatList(waiting.map(({ title }) => title ?? 'a chart'))}</bdi> change too, the old key
          opens what is filed.
        </Banner>
      )}
      {owners.length === 0 ? null : (
        <Banner tone="note" icon={<Users />} lead="Tell the people who let you in that your key changed.">
          They are shown the change, and asked to check with you:{' '}
          <bdi>{formatList(owners.map((owner) => formatAddress(owner)))}</bdi>.
        </Banner>
      )}
    </div>
  )
}

function renewalOf(state: ActState): Renewal | null {
  if (state.status !== 'done') return null
  const { kind } = state.request
  const isRenewal =
    kind === 'removeUnlocker' ||
    kind === 'replaceRecoveryCode' ||
    kind === 'rotateAccountKey' ||
    kind === 'renewCharts'
  return isRenewal ? (state.result as Renewal | null) : null
}
