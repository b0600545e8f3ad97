import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { padme } from './padme.ts'

describe('padme', () => {
  it.each([
    [0, 4096],
    [1, 4096],
    [4096, 4096],
    [4097, 4352],
    [65537, 67584],
    [1_000_000, 1_015_808],
    [2 ** 31 + 1, 2 ** 31 + 2 ** 26],
    [2 ** 40 + 1, 2 ** 40 + 2 ** 34],
  ])('pads %d to %d', (length, padded) => {
    expect(padme(length)).toBe(padded)
  })

  it('never shrinks, adds at most 12 %, keeps order, and leaves what is padded', () => {
    const lengths = fc.integer({ min: 4097, max: 2 ** 45 })
    fc.assert(
      fc.property(lengths, lengths, (a, b) => {
        expect(padme(a)).toBeGreaterThanOrEqual(a)
        expect(padme(a)).toBeLessThanOrEqual(a * 1.12)
        expect(padme(padme(a))).toBe(padme(a))
        expect(padme(Math.min(a, b))).toBeLessThanOrEqual(padme(Math.max(a, b)))
      }),
    )
  })
})
