import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { CidUnsupportedError } from '../errors/ipfs.ts'
import { cidOfPointer, matchesCid, pointerOfCid } from './cid.ts'
import { dagCborBlock, rawBlock } from '../../test/lib/blocks.ts'

describe('pointers and content ids', () => {
  it('are one another’s other form', async () => {
    const { cid } = await dagCborBlock(Uint8Array.of(0xa0))
    const pointer = pointerOfCid(cid)
    expect(cid.toString()).toBe('bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua')
    expect(pointer).toBe('0xc19a797fa1fd590cd2e5b42d1cf5f246e29b91684e2f87404b81dc345c7a56a0')
    expect(cidOfPointer(pointer).equals(cid)).toBe(true)
  })

  it('refuse what is not 32 bytes, or zero', () => {
    for (const pointer of [
      '0x',
      '0x12',
      `0x${'0'.repeat(64)}`,
      `0x${'g'.repeat(64)}`,
      '1'.repeat(64),
    ] as const) {
      expect(() => cidOfPointer(pointer as '0x')).toThrow(CidUnsupportedError)
    }
  })

  it('refuse content ids of other codecs, versions and hashes', async () => {
    const raw = await rawBlock(Uint8Array.of(1))
    expect(() => pointerOfCid(raw.cid)).toThrow(
      'This content id cannot be used: it is not of a dag-cbor block.',
    )
    const v0 = CID.parse('QmVuEKnCaB8djadzTcKPLsA3HKZdsHfr7HLn4LfUDwBhEz')
    expect(() => pointerOfCid(v0)).toThrow(CidUnsupportedError)
    const identity = CID.parse('bafkqaaa')
    await expect(matchesCid(identity, new Uint8Array())).rejects.toThrow(
      'This content id cannot be used: its hash is not sha2-256.',
    )
  })

  it('tell bytes that were changed', async () => {
    const { cid } = await rawBlock(Uint8Array.of(1, 2, 3))
    expect(await matchesCid(cid, Uint8Array.of(1, 2, 3))).toBe(true)
    expect(await matchesCid(cid, Uint8Array.of(1, 2, 4))).toBe(false)
    expect(await matchesCid(cid, Uint8Array.of(1, 2))).toBe(false)
  })
})
