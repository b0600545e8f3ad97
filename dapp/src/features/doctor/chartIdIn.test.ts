import { describe, expect, it } from 'vitest'
import { chartIdIn } from './chartIdIn.ts'

describe('a chart’s number', () => {
  const id = `0x${'0a'.repeat(32)}`

  it.each([id, id.toUpperCase().replace('0X', '0x'), `  ${id}\n`, `https://example.org/#/charts/${id}`])(
    'is found in %s',
    (text) => expect(chartIdIn(text)).toBe(id),
  )

  it.each(['', '0x12', `${id}0`, `x${id}`, '0x7a4C8D1b03Fe5A92c6B0d47E18fA3c5592bD9E21'])(
    'is not found in %s',
    (text) => expect(chartIdIn(text)).toBeNull(),
  )
})
