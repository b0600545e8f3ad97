import { describe, expect, it } from 'vitest'
import type { RecordSummary } from '../../worker/types.ts'
import { chooseSources } from './chooseSources.ts'

describe('the records that a summary is drawn from', () => {
  function record(number: number, size = 1000, more: Partial<RecordSummary> = {}): RecordSummary {
    const details = {
      title: `${number}`,
      mediaType: 'application/fhir+json',
      createdAt: '',
      happenedAt: null,
      size,
    }
    return { number, supersedes: 0, details, ...more } as RecordSummary
  }
  const numbers = (records: readonly RecordSummary[]) =>
    chooseSources(records).records.map((one) => one.number)

  it('are health data that can be read, newest first', () => {
    const pdf = { ...record(2).details!, mediaType: 'application/pdf' }
    expect(
      numbers([record(1), record(2, 1, { details: pdf }), record(3, 1, { details: null }), record(4)]),
    ).toEqual([4, 1])
  })

  it('leave out what was corrected', () => {
    expect(numbers([record(1), record(2), record(3, 1, { supersedes: 1 })])).toEqual([3, 2])
  })

  it('are no more than a page may fetch unasked, and say how many there are', () => {
    const large = [record(1, 9_000_000), record(2, 9_000_000), record(3)]
    expect(numbers(large)).toEqual([3, 2])
    expect(chooseSources(large).total).toBe(3)
    expect(numbers(Array.from({ length: 150 }, (_, index) => record(index + 1))).length).toBe(120)
  })
})
