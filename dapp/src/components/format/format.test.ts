import { describe, expect, it } from 'vitest'
import { formatAddress } from './formatAddress.ts'
import { formatBytes, formatBytesOf } from './formatBytes.ts'
import { formatDayMonth, formatIsoDate } from './formatDate.ts'
import { formatTimeRemaining } from './formatDuration.ts'
import { formatList } from './formatList.ts'
import { formatPurpose } from './purposes.ts'
import { dayOfUntil, formatLongUntil, formatTimeLeft, isSoon, untilOfDay } from './until.ts'

describe('sizes', () => {
  it('are in decimal units with at most one digit after the point', () => {
    expect([0, 1, 999, 1000, 84_400, 999_600, 7_449_000, 11_900_000, 104_857_600].map(formatBytes)).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '84 kB',
      '1 MB',
      '7.4 MB',
      '11.9 MB',
      '105 MB',
    ])
  })

  it('say a common unit once', () => {
    expect(formatBytesOf(7_400_000, 11_900_000)).toBe('7.4 of 11.9 MB')
    expect(formatBytesOf(740_000, 11_900_000)).toBe('740 kB of 11.9 MB')
  })
})

describe('until', () => {
  it('lasts through the chosen day and is shown as that day', () => {
    const until = untilOfDay('2027-01-15')
    expect(until).toBe(new Date(2027, 0, 16).getTime() / 1000)
    expect(dayOfUntil(until)).toBe('2027-01-15')
    expect(formatLongUntil(until)).toBe('15 January 2027')
  })

  it('counts down in words', () => {
    const now = new Date(2026, 9, 15, 9)
    const left = (day: string) => formatTimeLeft(untilOfDay(day), now)
    expect(left('2026-10-14')).toBe('ended')
    expect(left('2026-10-15')).toBe('ends today')
    expect(left('2026-10-16')).toBe('1 day left')
    expect(left('2026-11-01')).toBe('17 days left')
    expect(left('2026-12-25')).toBe('10 weeks left')
    expect(left('2027-03-01')).toBe('4 months left')
    expect(left('2027-10-15')).toBe('1 year left')
    expect(left('2028-05-01')).toBe('18 months left')
  })

  it('is soon within a week and not after the end', () => {
    const now = new Date(2026, 9, 15, 9)
    expect(isSoon(untilOfDay('2026-10-22'), now)).toBe(true)
    expect(isSoon(untilOfDay('2026-10-23'), now)).toBe(false)
    expect(isSoon(untilOfDay('2026-10-14'), now)).toBe(false)
  })
})

it('dates of FHIR keep their precision', () => {
  expect(['2026', '2026-10', '2026-10-14', 'yesterday'].map(formatIsoDate)).toEqual([
    '2026',
    'October 2026',
    '14 Oct 2026',
    null,
  ])
})

it('the margin has day and month apart', () => {
  expect(formatDayMonth(new Date(2026, 9, 9))).toEqual(['9', 'Oct'])
})

it('lists have no comma before "and"', () => {
  expect(formatList(['Allergies', 'Heart', 'Lab results'])).toBe('Allergies, Heart and Lab results')
})

it('addresses keep both ends', () => {
  expect(formatAddress('0x7a4C8D1b03Fe5A92c6B0d47E18fA3c5592bD9E21')).toBe('0x7a4C…9E21')
})

it('purposes are words', () => {
  expect((['TREAT', 'HPAYMT', 'ETREAT'] as const).map(formatPurpose)).toEqual([
    'treatment',
    'payment',
    'emergency treatment',
  ])
})

it('time left is rounded to what matters', () => {
  expect([0.4, 4.2, 120, 7200].map(formatTimeRemaining)).toEqual([
    'about a second left',
    'about 4 seconds left',
    'about 2 minutes left',
    'about 2 hours left',
  ])
})
