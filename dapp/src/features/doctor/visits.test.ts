import { afterEach, describe, expect, it } from 'vitest'
import { keepVisit, readVisit, visitNow } from './visits.ts'

afterEach(() => localStorage.clear())

const HOUR = 3_600_000

describe('a visit', () => {
  it('has nothing before it when it is the first', () => {
    expect(visitNow(null, { count: 5, now: HOUR })).toEqual({ since: null, sinceAt: null, seen: 5, at: HOUR })
  })

  it('goes on while the pauses are short, so that a reload hides nothing', () => {
    const first = visitNow(null, { count: 5, now: 0 })
    const second = visitNow(first, { count: 8, now: 2 * HOUR })
    const reloaded = visitNow(second, { count: 9, now: 2 * HOUR + 60_000 })
    expect(second).toEqual({ since: 5, sinceAt: 0, seen: 8, at: 2 * HOUR })
    expect(reloaded).toEqual({ since: 5, sinceAt: 0, seen: 9, at: 2 * HOUR + 60_000 })
  })
})

describe('what is kept', () => {
  it('is read back', () => {
    const visit = visitNow(null, { count: 5, now: HOUR })
    keepVisit('key', visit)
    expect(readVisit('key')).toEqual(visit)
  })

  it.each([
    '',
    'null',
    '7',
    '{}',
    '{"since":-1,"sinceAt":0,"seen":2,"at":3}',
    '{"since":0,"sinceAt":0,"seen":"x","at":3}',
  ])('is nothing when it reads %s', (text) => {
    localStorage.setItem('key', text)
    expect(readVisit('key')).toBeNull()
  })

  it('is given up where the browser keeps nothing', () => {
    const full = {
      setItem() {
        throw new Error('full')
      },
    }
    expect(() => keepVisit('key', visitNow(null, { count: 1, now: 1 }), full)).not.toThrow()
  })
})
