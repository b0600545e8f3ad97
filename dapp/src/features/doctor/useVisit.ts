import { useEffect, useState } from 'react'
import { useEngine } from '../../hooks/useEngine.ts'
import { useSession } from '../../hooks/useSession.ts'
import type { ChartContents, ChartId } from '../../worker/types.ts'
import { type Visit, keepVisit, readVisit, visitNow } from './visits.ts'

/** What was kept of an earlier look at a chart, in this browser and by this account. */
export function useEarlierVisit(chart: ChartId): Visit | null {
  return readVisit(useVisitKey(chart))
}

/** The visit to a chart that goes on now, as it began. It is kept, with what was added meanwhile. */
export function useVisit(chart: Pick<ChartContents, 'id' | 'records'>): Visit {
  const key = useVisitKey(chart.id)
  const count = chart.records.length
  const [visit] = useState(() => visitNow(readVisit(key), { count, now: Date.now() }))
  useEffect(() => keepVisit(key, visitNow(readVisit(key), { count, now: Date.now() })), [key, count])
  return visit
}

function useVisitKey(chart: ChartId): string {
  const { config } = useEngine()
  const { account } = useSession()
  return `chartkey.visit.${config.contracts.deployBlockHash}.${account?.toLowerCase() ?? ''}.${chart}`
}
