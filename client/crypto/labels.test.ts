import { describe, expect, it } from 'vitest'
import { domain, LABELS } from './labels.ts'

describe('labels', () => {
  it('are all different and hold no zero byte', () => {
    const texts = Object.values(LABELS).map(([text]) => text)
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts.every((text) => /^[a-z ]+$/.test(text))).toBe(true)
  })

  it('encode as prefix, label, zero byte, context', () => {
    const encoded = domain('accountKey', Uint8Array.of(0, 0, 0, 7))
    expect(new TextDecoder().decode(encoded)).toBe('chartkey/1 account key\0\0\0\0\u0007')
  })
})
