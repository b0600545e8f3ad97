import { useEffect, useState } from 'react'
import type { ChartContents, OpenedRecord } from '../../worker/types.ts'
import { type Summary, summarize } from '../viewer/index.ts'
import { chooseSources } from './chooseSources.ts'
import { type DrawnSummary, drawSummary } from './drawSummary.ts'
import { useLoadedAll } from './useLoadedAll.ts'

export type UseDrawnSummaryReturnType = {
  readonly drawn: DrawnSummary
  /** Some are still being read. */
  readonly isLoading: boolean
  /** How many records it was drawn from, could not be opened, and are there. */
  readonly read: number
  readonly failed: number
  readonly total: number
}

/** What the health data in a chart says together, each record opened and checked. */
export function useDrawnSummary(chart: Pick<ChartContents, 'id' | 'records'>): UseDrawnSummaryReturnType {
  const { records, total } = chooseSources(chart.records)
  const opened = useLoadedAll<OpenedRecord>(
    records.map(({ number }) => ({
      key: ['record', chart.id, number],
      read: (api) => api.readRecord({ chart: chart.id, number }),
      isFixed: true,
    })),
  )
  const summaries = useSummaries(opened.flatMap(({ data }) => (data === undefined ? [] : [data.body])))
  const known = opened.flatMap(({ data }) => {
    const summary = data === undefined ? undefined : summaries.get(data.body)
    return summary === undefined ? [] : [summary]
  })
  return {
    drawn: drawSummary(known.filter((summary) => summary !== null)),
    isLoading:
      opened.some((one) => one.isLoading) ||
      known.length < opened.filter((one) => one.data !== undefined).length,
    read: known.length,
    failed: opened.filter((one) => one.failure !== null && one.data === undefined).length,
    total,
  }
}

/** What each document says; null for what is no health data after all. A document is read once. */
function useSummaries(bodies: readonly Blob[]): ReadonlyMap<Blob, Summary | null> {
  const [summaries, setSummaries] = useState<ReadonlyMap<Blob, Summary | null>>(new Map())
  const next = bodies.find((body) => !summaries.has(body))
  useEffect(() => {
    if (next === undefined) return
    let isOver = false
    async function take(body: Blob) {
      const summary = await read(body)
      if (!isOver) setSummaries((before) => new Map([...before, [body, summary]]))
    }
    void take(next)
    return () => {
      isOver = true
    }
  }, [next])
  return summaries
}

async function read(body: Blob): Promise<Summary | null> {
  try {
    return summarize(JSON.parse(await body.text()))
  } catch {
    return null
  }
}
