import { useMemo } from 'react'
import { useAccountState } from '../../hooks/useAccountState.ts'
import { useCredentials } from '../../hooks/useCredentials.ts'
import type { ChartContents } from '../../worker/types.ts'
import { formerOwner, nameFormerOwner } from './nameFormerOwner.ts'

/** A chart in which what its former owner filed says so; the name of that account itself, where somebody vouches for it. */
export function useFormerOwner(chart: ChartContents | undefined): ChartContents | undefined {
  const former = useMemo(() => (chart === undefined ? null : formerOwner(chart)), [chart])
  const profile = useAccountState(former).data
  const isVouched = (useCredentials(former).data ?? []).length > 0
  const publicName = isVouched && profile !== undefined && profile !== 'none' ? profile.name : null
  return useMemo(
    () =>
      chart === undefined || former === null
        ? chart
        : nameFormerOwner(chart, { account: former, publicName }),
    [chart, former, publicName],
  )
}
