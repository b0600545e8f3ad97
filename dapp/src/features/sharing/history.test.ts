import { describe, expect, it } from 'vitest'
import { buildChart, buildRecord } from '../../../testing/buildChart.ts'
import { countHidden, historyOptions, historyWords, optionLabel } from './history.ts'

const at = (month: number, day: number) => new Date(2026, month - 1, day).getTime() / 1000
const chart = buildChart({
  epoch: 4,
  records: [
    buildRecord(1, 'One', { epoch: 1 }),
    buildRecord(2, 'Two', { epoch: 1, section: 7 }),
    buildRecord(3, 'Three', { epoch: 2 }),
    buildRecord(4, 'Four', { epoch: 4 }),
  ],
})
const periods = [
  { epoch: 1, from: at(1, 2), records: 2 },
  { epoch: 2, from: at(3, 4), records: 1 },
  { epoch: 3, from: at(5, 6), records: 0 },
  { epoch: 4, from: at(7, 8), records: 1 },
]

describe('from when an access can begin', () => {
  it('is at each change of the locks that tells records apart, newest first', () => {
    expect(historyOptions(chart, periods, [41])).toEqual([
      { since: 3, from: at(5, 6), records: 1, before: 2 },
      { since: 2, from: at(3, 4), records: 2, before: 1 },
    ])
  })

  it('is nowhere in sections where it would make no difference', () => {
    expect(historyOptions(chart, periods, [7])).toEqual([])
  })

  it('is named by its date, with how many records it holds', () => {
    expect(historyOptions(chart, periods, [41]).map(optionLabel)).toEqual([
      '6 May 2026, 1 record',
      '4 Mar 2026, 2 records',
    ])
  })
})

it('counts what an access leaves out', () => {
  expect(countHidden(chart, 'all', [41, 7])).toBe(0)
  expect(countHidden(chart, { since: 2 }, [41, 7])).toBe(2)
  expect(countHidden(chart, 'from-now', [41])).toBe(3)
})

it('says how far back an access reaches', () => {
  expect(historyWords('all', periods)).toBe('everything already in these sections')
  expect(historyWords({ since: 2 }, periods)).toBe('only what was filed since 4 March 2026')
  expect(historyWords({ since: 9 }, periods)).toBe('only what was filed since an earlier change of the locks')
  expect(historyWords('from-now', periods)).toBe('only what is filed from now on')
})
