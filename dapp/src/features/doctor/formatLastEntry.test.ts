import { expect, it } from 'vitest'
import { formatLastEntry } from './formatLastEntry.ts'

it('the margin says the day as near as it is', () => {
  const now = new Date(2026, 9, 19, 12)
  const at = (...parts: [number, number, number, number?]) =>
    formatLastEntry(new Date(parts[0], parts[1], parts[2], parts[3] ?? 9), now)
  expect(at(2026, 9, 19, 8)).toEqual(['Today', '08:00'])
  expect(at(2026, 9, 16)).toEqual(['Fri 16 Oct', null])
  expect(at(2026, 8, 28)).toEqual(['28 Sept', null])
  expect(at(2025, 8, 28)).toEqual(['28 Sept 2025', null])
})
