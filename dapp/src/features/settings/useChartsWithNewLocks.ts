import { useChartsActedFor } from '../../hooks/useChartsActedFor.ts'
import { useOwnCharts } from '../../hooks/useOwnCharts.ts'

/** How many charts get new locks with a new account key: the wallet asks for each. */
export function useChartsWithNewLocks(): {
  readonly own: number
  readonly acted: number
  readonly total: number
} {
  const own = useOwnCharts().data?.length ?? 0
  const acted = useChartsActedFor().data?.length ?? 0
  return { own, acted, total: own + acted }
}
