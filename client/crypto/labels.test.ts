import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { domain, LABELS } from './labels.ts'

describe('labels', () => {
  it('are all different and hold no zero byte', () => {
    const texts = Object.values(LABELS).map(([text]) => text)
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts.every((text) => /^[a-z ]+$/.test(text))).toBe(true)
  })

  it('stand in docs/protocol.md, each with the length of its context', () => {
    const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8')
    const rows = page.matchAll(/^\| `([a-z ]+)` +\| (derive|box|seal|hash) +\| .* \| (\d+) +\|$/gm)
    const documented = Array.from(rows, ([, label, use, length]) => [
      label,
      Number(length) + (use === 'seal' ? 6 : 0),
    ])
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(Object.values(LABELS)))
  })

  it('encode as prefix, label, zero byte, context', () => {
    const encoded = domain('accountKey', Uint8Array.of(0, 0, 0, 7))
    expect(new TextDecoder().decode(encoded)).toBe('chartkey/1 account key\0\0\0\0\u0007')
  })
})
