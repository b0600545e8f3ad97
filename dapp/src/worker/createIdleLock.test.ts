import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createIdleLock, goesOn } from './createIdleLock.ts'
import type { ActState } from './types.ts'

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})
afterEach(() => {
  vi.useRealTimers()
})

const MINUTE = 60_000

function start({ isBusy = () => false }: { isBusy?: () => boolean } = {}) {
  const idle: number[] = []
  return { idle, lock: createIdleLock({ isBusy, onIdle: (minutes) => idle.push(minutes) }) }
}

test('locks after a quarter of an hour without use, and not before', () => {
  const { idle, lock } = start()
  vi.advanceTimersByTime(14 * MINUTE)
  window.dispatchEvent(new Event('keydown'))
  vi.advanceTimersByTime(14 * MINUTE)
  expect(idle).toEqual([])
  vi.advanceTimersByTime(MINUTE + 5_000)
  expect(idle).toEqual([15])
  lock.stop()
})

test('locks at the first touch after a sleep in which no timer ran', () => {
  const { idle, lock } = start()
  vi.setSystemTime(Date.now() + 20 * MINUTE)
  window.dispatchEvent(new Event('pointermove'))
  expect(idle).toEqual([15])
  lock.stop()
})

test('waits while something goes on, and counts from its end', () => {
  let isBusy = true
  const { idle, lock } = start({ isBusy: () => isBusy })
  vi.advanceTimersByTime(60 * MINUTE)
  expect(idle).toEqual([])
  isBusy = false
  vi.advanceTimersByTime(14 * MINUTE)
  expect(idle).toEqual([])
  vi.advanceTimersByTime(2 * MINUTE)
  expect(idle).toEqual([15])
  lock.stop()
})

test('an act keeps the tab open while it goes on by itself, and not while a wallet waits for an answer', () => {
  const running = (step: 'storing' | 'asking-wallet' | 'mining'): ActState => ({
    status: 'running',
    request: { kind: 'renewCharts' },
    progress: { step },
    hash: null,
    isRetried: false,
    canCancel: false,
    stepStartedAt: 0,
  })
  let state = running('storing')
  const { idle, lock } = start({ isBusy: () => goesOn(state) })
  vi.advanceTimersByTime(20 * MINUTE)
  state = running('asking-wallet')
  vi.advanceTimersByTime(14 * MINUTE)
  expect(idle).toEqual([])
  vi.advanceTimersByTime(2 * MINUTE)
  expect(idle).toEqual([15])
  state = running('mining')
  vi.advanceTimersByTime(20 * MINUTE)
  expect(idle).toEqual([15])
  expect(goesOn({ status: 'idle' })).toBe(false)
  lock.stop()
})

test('keeps the time that was chosen in this browser, and no other', () => {
  const { lock } = start()
  lock.setMinutes(5)
  lock.stop()
  const again = start()
  expect(again.lock.minutes).toBe(5)
  vi.advanceTimersByTime(5 * MINUTE + 5_000)
  expect(again.idle).toEqual([5])
  again.lock.stop()
  localStorage.setItem('chartkey.idle-minutes', '100000')
  const third = start()
  expect(third.lock.minutes).toBe(15)
  third.lock.stop()
})

test('a storage that keeps nothing changes the time of this tab alone', () => {
  const storage = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  const lock = createIdleLock({ isBusy: () => false, onIdle: () => {}, storage })
  lock.setMinutes(60)
  expect(lock.minutes).toBe(60)
  lock.stop()
})
