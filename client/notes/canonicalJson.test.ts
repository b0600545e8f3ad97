import { describe, expect, it } from 'vitest'
import { canonicalJson, parseCanonicalJson } from './canonicalJson.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('canonical JSON', () => {
  it('is that of RFC 8785, 3.2.2 and 3.2.3', () => {
    const value = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as unknown
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('orders keys by UTF-16 code units, as RFC 8785, 3.2.3 shows', () => {
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33']
    const value = Object.fromEntries(sorted.toReversed().map((key) => [key, 0]))
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object).filter((key) => key !== '1')).toEqual(
      sorted.filter((key) => key !== '1'),
    )
    expect(canonicalJson(value).indexOf('"\\r"')).toBe(1)
  })

  it.each([
    ['nothing', undefined, 'it has a undefined'],
    ['a big number', 1n, 'it has a bigint'],
    ['no number', Number.NaN, 'it has a number that is not finite'],
    ['half a character', '\ud83d', 'it has half a character'],
    ['half a character in a key', { '\ude00': 1 }, 'it has half a character'],
  ])('refuses %s', (_, value, reason) => {
    expect(() => canonicalJson([value])).toThrow(`The JSON cannot be used: ${reason}.`)
  })

  it('refuses what is nested too deeply', () => {
    expect(() => canonicalJson(JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`))).toThrow('nested too deeply')
    expect(parseCanonicalJson(bytes(`${'['.repeat(200_000)}${']'.repeat(200_000)}`))).toBeUndefined()
  })
})

describe('parsing', () => {
  it('gives back what is canonical', () => {
    expect(parseCanonicalJson(bytes('{"a":[1,"x"],"b":null}'))).toEqual({ a: [1, 'x'], b: null })
  })

  it.each([
    ['a key given twice', '{"a":1,"a":1}'],
    ['keys in another order', '{"b":1,"a":1}'],
    ['white space', '{"a": 1}'],
    ['a line at the end', '{"a":1}\n'],
    ['a byte order mark', '\ufeff{"a":1}'],
    ['a number written otherwise', '{"a":1.0}'],
    ['minus zero', '{"a":-0}'],
    ['an escape that is not needed', '{"a":"\\u0041"}'],
    ['a lone surrogate', '{"a":"\\ud83d"}'],
    ['no JSON', '{"a":'],
  ])('refuses %s', (_, text) => {
    expect(parseCanonicalJson(bytes(text))).toBeUndefined()
  })

  it('refuses what is not UTF-8', () => {
    expect(parseCanonicalJson(Uint8Array.of(0x22, 0xff, 0x22))).toBeUndefined()
  })
})
