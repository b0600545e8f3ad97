import { ShieldAlert } from 'lucide-react'
import { Suspense, lazy, useState } from 'react'
import { useLocation } from 'wouter'
import { Banner } from '../../components/Banner.tsx'
import { Button } from '../../components/Button.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { useAct } from '../../hooks/useAct.ts'
import type { ChartContents } from '../../worker/types.ts'

const RemoveDelegate = lazy(async () => ({
  default: (await import('../sharing/index.ts')).RemoveDelegate,
}))

/** Somebody who acts for the owner set keys that cannot be used: the one thing to do is to remove that person. */
export function BadKeys({ chart, canAct }: { readonly chart: ChartContents; readonly canAct: boolean }) {
  const { state } = useAct()
  const [, navigate] = useLocation()
  const [isAsking, setAsking] = useState(false)
  const found = setterOf(chart)
  return (
    <>
      <BadKeysBanner
        chart={chart}
        canAct={canAct}
        isBusy={state.status === 'running'}
        onRemove={() => setAsking(true)}
        onLook={() => navigate(`/chart/${chart.id}/sharing`)}
      />
      {isAsking && found !== undefined ? (
        <Suspense fallback={null}>
          <RemoveDelegate chart={chart} delegate={found} onClose={() => setAsking(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

type Shown = Pick<ChartContents, 'delegates' | 'keyringProblem'>

export type BadKeysBannerProps = {
  readonly chart: Shown
  readonly canAct: boolean
  readonly isBusy: boolean
  readonly onRemove: () => void
  /** Where it cannot be told who it was. */
  readonly onLook: () => void
}

export function BadKeysBanner({ chart, canAct, isBusy, onRemove, onLook }: BadKeysBannerProps) {
  const setter = chart.keyringProblem?.delegate ?? null
  const found = setterOf(chart)
  const name = found?.name ?? (setter === null ? 'Somebody who acts for you' : formatAddress(setter))
  return (
    <Banner
      tone="alarm"
      icon={<ShieldAlert />}
      lead={`${name} set keys for this chart that cannot be used.`}
      action={
        canAct ? (
          <Button size="small" isDisabled={isBusy} onPress={found === undefined ? onLook : onRemove}>
            {found === undefined ? 'See who acts for you' : `Remove ${name}`}
          </Button>
        ) : undefined
      }
    >
      What was filed before is unharmed and shown here. Remove that person, and the chart gets new keys; until
      then nothing can be filed.
    </Banner>
  )
}

function setterOf({ delegates, keyringProblem }: Shown) {
  const setter = keyringProblem?.delegate?.toLowerCase()
  return delegates.find(({ delegate }) => delegate.toLowerCase() === setter)
}
