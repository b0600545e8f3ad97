import { ShieldAlert } from 'lucide-react'
import { useLocation } from 'wouter'
import { Banner } from '../../components/Banner.tsx'
import { Button } from '../../components/Button.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import type { ChartContents } from '../../worker/types.ts'

export type BadKeysProps = {
  readonly chart: Pick<ChartContents, 'id' | 'delegates' | 'keyringProblem'>
  readonly canAct: boolean
}

/** Somebody who acts for the owner set keys that cannot be used: the one thing to do is to remove that person. */
export function BadKeys({ chart, canAct }: BadKeysProps) {
  const [, navigate] = useLocation()
  const setter = chart.keyringProblem?.delegate ?? null
  const found = chart.delegates.find(({ delegate }) => delegate === setter)
  const name = found?.name ?? (setter === null ? 'Somebody who acts for you' : formatAddress(setter))
  return (
    <Banner
      tone="alarm"
      icon={<ShieldAlert />}
      lead={`${name} set keys for this chart that cannot be used.`}
      action={
        canAct ? (
          <Button
            size="small"
            onPress={() => navigate(`/chart/${chart.id}/sharing`, { state: { remove: setter } })}
          >
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
