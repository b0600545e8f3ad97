import { encode } from '@ipld/dag-cbor'
import fc from 'fast-check'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { BaseError } from '../errors/BaseError.ts'
import { DAG_CBOR, decodeCanonical, decodePadded, encodeBlock, encodePadded, ObjectReader } from './object.ts'

const decode = (bytes: Uint8Array) => decodeCanonical('thing', bytes, 65536)
const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g)!, (pair) => Number.parseInt(pair, 16))

describe('decodeCanonical', () => {
  it('reads what was encoded', () => {
    const { cid } = encodeBlock({ a: 1 })
    const value = { a: 1, b: [null, true, 'text', Uint8Array.of(1, 2)], link: cid, n: -5 }
    expect(decode(encode(value))).toEqual(value)
  })

  it.each([
    ['nothing', ''],
    ['a map without its value', 'a16161'],
    ['bytes after the end', 'a0a0'],
    ['an integer in too many bytes', '1800'],
    ['a map of unknown length', 'bfff'],
    ['a list of unknown length', '9fff'],
    ['a text of unknown length', '7fff'],
    ['keys out of order', 'a2616200616100'],
    ['a key twice', 'a2616100616100'],
    ['a number as key', 'a10000'],
    ['a float', 'f93c00'],
    ['a double', 'fb3ff8000000000000'],
    ['undefined', 'f7'],
    ['a reserved simple value', 'e0'],
    ['a tag that is not a link', 'c100'],
    ['a link without its zero byte', 'd82a4101'],
    ['a text that is not UTF-8', '61ff'],
    ['a text with half a surrogate pair', '63eda080'],
    ['a list longer than the bytes', '9bffffffffffffffff'],
    ['a map longer than the bytes', 'bb00ffffffffffffff'],
    ['a byte string longer than the bytes', '5affffffff'],
    ['a reserved length', '1c'],
  ])('refuses %s', (_, hex) => {
    const bytes = hex === '' ? new Uint8Array(0) : fromHex(hex)
    expect(() => decode(bytes)).toThrow(expect.objectContaining({ name: 'ObjectMalformedError' }))
  })

  it('refuses depth before it builds anything', () => {
    const deep = new Uint8Array(65536).fill(0x81)
    expect(() => decode(deep)).toThrow(
      'This thing is damaged or was not written by Chartkey: it is nested too deeply.',
    )
    const tags = Uint8Array.from({ length: 60000 }, (_, i) => [0xd8, 0x2a][i % 2]!)
    expect(() => decode(tags)).toThrow('it is nested too deeply')
  })

  it('refuses more bytes than its limit', () => {
    expect(() => decodeCanonical('thing', new Uint8Array(101), 100)).toThrow(
      'This thing has 101 bytes, more than the 100 that one may have.',
    )
  })

  it('gives a typed error or a value that encodes to the same bytes, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        let outcome: unknown
        try {
          outcome = encode(decode(bytes))
        } catch (error) {
          outcome = error instanceof BaseError ? bytes : error
        }
        expect(outcome).toEqual(bytes)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('ObjectReader', () => {
  const read: ObjectReader = new ObjectReader('thing')
  const malformed = (reason: string) => `This thing is damaged or was not written by Chartkey: ${reason}.`

  it('is not fooled by names that every object has', () => {
    const value = decode(fromHex('a1695f5f70726f746f5f5fa0'))
    expect(() => read.map(value, 'm', ['a'])).toThrow(malformed('"m" has an unknown key'))
    expect(() => read.map({}, 'm', ['toString'])).toThrow(malformed('"m" lacks the key "toString"'))
    expect(read.map({ a: 1 }, 'm', ['a', 'constructor?']).constructor).toBe(undefined)
  })

  it('tells maps, lists, bytes and links apart', () => {
    const { cid } = encodeBlock({})
    for (const value of [null, [], 'a', 1, Uint8Array.of(1), cid]) {
      expect(() => read.map(value, 'm', [])).toThrow(malformed('"m" is not a map'))
    }
    expect(() => read.list({}, 'l', 1, String)).toThrow(malformed('"l" is not a list'))
    expect(() => read.list([1, 2], 'l', 1, String)).toThrow(malformed('"l" has more than 1 entries'))
    expect(() => read.bytes([1], 'b', 1)).toThrow(malformed('"b" is not a byte string'))
    expect(() => read.bytes(Uint8Array.of(1), 'b', 2)).toThrow(malformed('"b" has 1 bytes'))
    expect(() => read.uint(1.5, 'n', 0, 9)).toThrow(malformed('"n" is not a whole number from 0 to 9'))
    expect(() => read.uint(1n, 'n', 0, 9)).toThrow(malformed('"n" is not a whole number from 0 to 9'))
    expect(() => read.text('a\u0000b', 't', 9)).toThrow(malformed('"t" holds a control character'))
    expect(() => read.text('ééé', 't', 5)).toThrow(malformed('"t" has 6 bytes of at most 5'))
  })

  it('takes links of version 1, SHA-256 and the codecs named', () => {
    const { cid } = encodeBlock({})
    expect(read.cid(cid, 'c', DAG_CBOR)).toBe(cid)
    const raw = CID.createV1(0x55, cid.multihash)
    const old = CID.createV0({ ...cid.multihash, code: 0x12 })
    for (const wrong of [raw, old, 'bafy', null]) {
      expect(() => read.cid(wrong, 'c', DAG_CBOR)).toThrow(malformed('"c" is not a link of the right kind'))
    }
  })

  it('names a later version as such', () => {
    expect(() => read.root({ v: 2, type: 't', new: 1 }, 't', [])).toThrow(
      'This thing was written by another version of Chartkey. Update Chartkey and try again.',
    )
    expect(() => read.root({ v: 0, type: 't' }, 't', [])).toThrow(malformed('"v" is not a version'))
    expect(() => read.root({ v: 1, type: 'other' }, 't', [])).toThrow(malformed('it is not of this type'))
    expect(() => read.root(null, 't', [])).toThrow(malformed('it is not of this type'))
  })
})

describe('padding', () => {
  it('rounds up to 256 bytes and is taken off again', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 600, unit: 'grapheme' }), (text) => {
        const padded = encodePadded({ text })
        expect(padded.length % 256).toBe(0)
        expect(decodePadded('thing', padded, 8192)).toEqual({ text })
      }),
    )
  })

  it('refuses padding that is not zero, not the shortest, or shorter than its length says', () => {
    const padded = encodePadded({ text: 'a' })
    const refuses = (bytes: Uint8Array) =>
      expect(() => decodePadded('thing', bytes, 8192)).toThrow(
        expect.objectContaining({ name: 'ObjectMalformedError' }),
      )
    const changed = padded.slice()
    changed[255] = 1
    refuses(changed)
    refuses(Uint8Array.from([...padded, ...new Uint8Array(256)]))
    refuses(padded.subarray(0, 255))
    refuses(new Uint8Array(0))
    const long = padded.slice()
    long[2] = 1
    refuses(long)
  })
})
