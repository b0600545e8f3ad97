import { expect, it } from 'vitest'
import type { ChartContents, OpenToMeChart, RecordSummary } from '../../worker/types.ts'
import { type OpenChart, lastEntryOf, selectCharts } from './openChart.ts'

type Entry = readonly [filedAt: number, state: RecordSummary['state']]

function open(
  title: string | null,
  entries: readonly Entry[] | null,
  labels: readonly string[] = [],
): OpenChart {
  const sections = labels.map((label, number) => ({ number, label, canRead: true, canWrite: false }))
  const chart = { id: `0x${'ab'.repeat(32)}`, title, sections } as Partial<OpenToMeChart> as OpenToMeChart
  const records = (entries ?? []).map(([filedAt, state]) => ({ filedAt, state }))
  return {
    chart,
    contents: entries === null ? null : ({ records } as unknown as ChartContents),
  }
}

const titles = (charts: readonly OpenChart[]) => charts.map(({ chart }) => chart.title)

it('the last entry is the newest that can be seen', () => {
  expect(
    lastEntryOf(
      open('A', [
        [10, 'readable'],
        [30, 'no-access'],
        [20, 'tampered'],
      ]),
    ),
  ).toBe(20)
  expect(lastEntryOf(open('A', [[30, 'no-access']]))).toBeNull()
  expect(lastEntryOf(open('A', null))).toBeNull()
})

it('newest entries come first, and those not read yet after them, by name', () => {
  const charts = [
    open('Zoe', null),
    open('Bea', [[10, 'readable']]),
    open('Ada', null),
    open('Cleo', [[20, 'readable']]),
  ]
  expect(titles(selectCharts(charts, ''))).toEqual(['Cleo', 'Bea', 'Ada', 'Zoe'])
})

it('finds by every word of name or section', () => {
  const charts = [
    open('Ingrid Solvang', null, ['Heart']),
    open('Ove Pettersen', null, ['Heart', 'Lab results']),
  ]
  expect(titles(selectCharts(charts, ' heart  ING '))).toEqual(['Ingrid Solvang'])
  expect(titles(selectCharts(charts, 'heart lab'))).toEqual(['Ove Pettersen'])
  expect(titles(selectCharts(charts, 'kidney'))).toEqual([])
})
