import { useChartsOpenToMe } from '../../hooks/useChartsOpenToMe.ts'
import type { ChartContents, Failure } from '../../worker/types.ts'
import type { OpenChart } from './openChart.ts'
import { useLoadedAll } from './useLoadedAll.ts'

export type UseOpenChartsReturnType = {
  /** Undefined until the list was read. Each chart's last entry follows by itself. */
  readonly charts: readonly OpenChart[] | undefined
  readonly failure: Failure | null
  readonly isRefreshing: boolean
  refresh(): void
}

/** The charts open to this account, each with its last entry that it can read. */
export function useOpenCharts(): UseOpenChartsReturnType {
  const list = useChartsOpenToMe()
  const contents = useLoadedAll<ChartContents>(
    (list.data ?? []).map(({ id }) => ({ key: ['chart', id], read: (api) => api.loadChart(id) })),
  )
  return {
    charts: list.data?.map((chart, index) => ({ chart, contents: contents[index]?.data ?? null })),
    failure: list.failure,
    isRefreshing: list.isRefreshing,
    refresh: list.refresh,
  }
}
