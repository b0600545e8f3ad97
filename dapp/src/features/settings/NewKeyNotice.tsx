import { KeyRound, Users } from 'lucide-react'
import { useState } from 'react'
import { Banner } from '../../components/Banner.tsx'
import { Button } from '../../components/Button.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { formatList } from '../../components/format/formatList.ts'
import { useAct } from '../../hooks/useAct.ts'
import { useEngine } from '../../hooks/useEngine.ts'
import { useChartsToRenew, usePeopleToTell } from '../../hooks/useUnlockers.ts'
import type { PersonToTell, SessionInfo, WaitingChart } from '../../worker/types.ts'
import { keepTold, notTold } from './told.ts'

/** What a new account key still asks for: charts whose locks wait, and people to tell. */
export function NewKeyNotice({ session }: { readonly session: SessionInfo }) {
  const { deploymentKey } = useEngine()
  const { state, run } = useAct()
  const waiting = useChartsToRenew().data ?? []
  const people = usePeopleToTell().data ?? []
  const key = `${deploymentKey.join('/')}/told/${session.account.toLowerCase()}`
  const [, setTold] = useState(0)
  return (
    <NewKeyView
      waiting={state.status === 'running' ? [] : waiting}
      people={notTold(key, people)}
      canAct={session.canAct}
      onRenew={() => void run({ kind: 'renewCharts' })}
      onTold={() => {
        keepTold(key, people)
        setTold(people.length)
      }}
    />
  )
}

export type NewKeyViewProps = {
  readonly waiting: readonly WaitingChart[]
  readonly people: readonly PersonToTell[]
  readonly canAct: boolean
  readonly onRenew: () => void
  readonly onTold: () => void
}

export function NewKeyView({ waiting, people, canAct, onRenew, onTold }: NewKeyViewProps) {
  const owners = [...new Set(people.map(({ owner }) => owner))]
  if (waiting.length === 0 && owners.length === 0) return null
  return (
    <div className="mb-4 grid gap-2">
      {waiting.length === 0 ? null : (
        <Banner
          tone="warn"
          icon={<KeyRound />}
          lead={
            waiting.length === 1
              ? 'One chart still has its old locks.'
              : 'Some charts still have their old locks.'
          }
          action={
            <Button size="small" isDisabled={!canAct} onPress={onRenew}>
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
        <Banner
          tone="note"
          icon={<Users />}
          lead="Tell the people who let you in that your key changed."
          action={
            <Button size="small" onPress={onTold}>
              I told them
            </Button>
          }
        >
          They are shown the change, and asked to check with you:{' '}
          <bdi>{formatList(owners.map((owner) => formatAddress(owner)))}</bdi>. Until they confirm it, what
          they opened to you stays encrypted to your old key.
        </Banner>
      )}
    </div>
  )
}
