import { expect, it } from 'vitest'
import { rangeScale } from './rangeScale.ts'

const range = (low: number | null, high: number | null, value: number | null) => ({
  low,
  high,
  words: '',
  value,
})

it('puts a range of two limits in the middle half', () => {
  expect(rangeScale(range(10, 30, 20))).toEqual({ from: 0.25, to: 0.75, at: 0.5 })
})

it('grows to hold a value far outside', () => {
  expect(rangeScale(range(0, 10, 100))?.at).toBe(1)
  expect(rangeScale(range(10, 30, -100))?.at).toBe(0)
})

it('lets an open end run to the edge', () => {
  expect(rangeScale(range(null, 3, 3.9))).toEqual({
    from: 0,
    to: expect.closeTo(3 / 4.5),
    at: expect.closeTo(3.9 / 4.5),
  })
  expect(rangeScale(range(1.2, null, 1.4))?.to).toBe(1)
})

it('is not drawn without a number or with limits the wrong way', () => {
  expect(rangeScale(range(1, 2, null))).toBe(null)
  expect(rangeScale(range(null, null, 1))).toBe(null)
  expect(rangeScale(range(3, 2, 1))).toBe(null)
})
