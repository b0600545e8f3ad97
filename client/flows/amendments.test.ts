import { expect, test } from 'vitest'
import { groupRecords, originalOf } from './amendments.ts'

const list = (...links: readonly (readonly [number: number, supersedes: number])[]) =>
  links.map(([number, supersedes]) => ({ number, supersedes }))

test('records that reach one original are one group, its highest number the current one', () => {
  const all = list([1, 0], [2, 0], [3, 1], [4, 1], [5, 3], [6, 0])
  expect(originalOf(all, 5)).toBe(1)
  expect([...groupRecords(all)]).toEqual([
    [5, [1, 3, 4, 5]],
    [2, [2]],
    [6, [6]],
  ])
})

test('a part of a chart is grouped as far as it goes', () => {
  expect([...groupRecords(list([4, 1], [5, 4], [7, 2]))]).toEqual([
    [5, [4, 5]],
    [7, [7]],
  ])
})

test('a node that lies about the order makes no circle', () => {
  expect(originalOf(list([1, 2], [2, 1]), 2)).toBe(1)
  expect(originalOf(list([1, 1]), 1)).toBe(1)
  expect(originalOf([], 3)).toBe(3)
})
