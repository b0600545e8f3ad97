import { decode } from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  asGrantee,
  buildContents,
  CHART,
  fileText,
  fixedBytes,
  MemoryBlocks,
  openAsGrantee,
  openAsOwner,
  person,
  readText,
  SCOPE,
  storeKeyring,
} from '../../test/lib/cryptoBuilders.ts'
import type { FiledRecord } from '../../test/lib/cryptoBuilders.ts'
import { createSectionKeys } from './createSectionKeys.ts'
import { createHistory, MAX_HISTORY_BLOCK, readHistory } from './history.ts'
import { deriveKeyPair } from './hpke.ts'
import { createKeyring, rotateKeyring } from './keyring.ts'
import type { KeyringContents, Relocation } from './keyring.ts'
import { encodeBlock } from './object.ts'
import { deriveHistoryChain, deriveRelocatedSeed, deriveSectionSeed } from './sectionKeys.ts'

const blocks = new MemoryBlocks()
const records: FiledRecord[] = []
let contents: KeyringContents
let keyring: Uint8Array

/** Epochs 1, 2, 4 and 5: the chart had no keys in epoch 3. A record in each, in section 3. */
beforeAll(async () => {
  contents = await buildContents()
  for (const epoch of [1, 2, 4, 5]) {
    if (epoch > 1) contents = rotateKeyring(contents, epoch)
    keyring = await storeKeyring(contents, blocks)
    records.push(await fileText(keyring, blocks, `filed in ${epoch}`))
  }
})

const readable = async (name: string, since: number): Promise<string[]> => {
  const reader = asGrantee(await person(name), { read: [3], since })
  const bytes = await storeKeyring({ ...contents, readers: [contents.readers[0]!, reader] }, blocks)
  const opened = await openAsGrantee(bytes, name)
  const texts: string[] = []
  for (const record of records) {
    try {
      texts.push(await readText(record, opened, blocks))
    } catch (error) {
      expect(error).toMatchObject({ name: 'RecordKeyMissingError' })
    }
  }
  return texts
}

describe('history', () => {
  it('lets the owner open every epoch from the newest keyring alone', async () => {
    const opened = await openAsOwner(keyring)
    for (const record of records) {
      expect(await readText(record, opened, blocks)).toBe(`filed in ${record.place.epoch}`)
    }
  })

  it('opens whole, from an epoch on, or from now on', async () => {
    expect(await readable('full', 1)).toEqual(['filed in 1', 'filed in 2', 'filed in 4', 'filed in 5'])
    expect(await readable('some', 2)).toEqual(['filed in 2', 'filed in 4', 'filed in 5'])
    expect(await readable('gap', 3)).toEqual(['filed in 4', 'filed in 5'])
    expect(await readable('now', 5)).toEqual(['filed in 5'])
  })

  it('does not open one entry earlier than its chain key', async () => {
    const [head] = createHistory(contents, 3)
    blocks.put(head!)
    const chain = deriveHistoryChain(contents.secret, contents, 3, 5, 2)
    const read = (since: number) =>
      readHistory({
        chartScope: contents,
        section: 3,
        epoch: 5,
        since,
        chain,
        head: head!.cid,
        fetchBlock: blocks.fetchBlock,
      })
    expect((await read(2)).map(({ epoch }) => epoch)).toEqual([4, 2])
    await expect(read(1)).rejects.toMatchObject({ name: 'DecryptionFailedError' })
  })

  it('opens under no other section, chart, chain or epoch', async () => {
    const blocksOf3 = createHistory(contents, 3)
    blocks.put(...blocksOf3)
    const base = {
      chartScope: contents,
      section: 3,
      epoch: 5,
      since: 1,
      head: blocksOf3.at(-1)!.cid,
      fetchBlock: blocks.fetchBlock,
    }
    const chain = deriveHistoryChain(contents.secret, contents, 3, 5, 1)
    expect(await readHistory({ ...base, chain })).toHaveLength(3)
    const failed = { name: 'DecryptionFailedError' }
    const other = deriveHistoryChain(contents.secret, contents, 17, 5, 1)
    await expect(readHistory({ ...base, chain: other })).rejects.toMatchObject(failed)
    for (const chartScope of [
      { scope: { ...SCOPE, chainId: 1 }, chart: CHART },
      { scope: SCOPE, chart: `0x${'00'.repeat(32)}` as const },
    ]) {
      await expect(readHistory({ ...base, chain, chartScope })).rejects.toMatchObject(failed)
    }
    await expect(readHistory({ ...base, chain, epoch: 6 })).rejects.toMatchObject(failed)
    await expect(readHistory({ ...base, chain, section: 17 })).rejects.toMatchObject({
      name: 'ObjectMalformedError',
      reason: '"section" is another one',
    })
  })

  it('links blocks of at most 256 KiB, of which a reader fetches the newest it needs', async () => {
    const count = 3000
    const earlier = Array.from({ length: count }, (_, i) => ({
      epoch: i + 1,
      secret: fixedBytes(`secret ${i}`),
    }))
    const long = { ...contents, epoch: count + 1, earlier, relocations: [] }
    const list = createHistory(long, 3)
    expect(list.length).toBeGreaterThan(1)
    for (const { bytes } of list) expect(bytes.length).toBeLessThanOrEqual(MAX_HISTORY_BLOCK)
    for (const { bytes } of list.slice(1)) expect(bytes.length).toBeGreaterThan(MAX_HISTORY_BLOCK * 0.8)
    const store = new MemoryBlocks()
    store.put(...list)
    let fetched = 0
    const read = (since: number) =>
      readHistory({
        chartScope: long,
        section: 3,
        epoch: long.epoch,
        since,
        chain: deriveHistoryChain(long.secret, long, 3, long.epoch, since),
        head: list.at(-1)!.cid,
        fetchBlock: (cid) => {
          fetched++
          return store.fetchBlock(cid)
        },
      })
    const recent = await read(count - 9)
    expect(recent).toHaveLength(10)
    expect(recent[0]!.seed).toEqual(deriveSectionSeed(fixedBytes(`secret ${count - 1}`), long, 3, count))
    expect(fetched).toBe(1)
    fetched = 0
    expect(await read(1)).toHaveLength(count)
    expect(fetched).toBe(list.length)
  })

  it('refuses hostile lists', async () => {
    const chain = deriveHistoryChain(contents.secret, contents, 3, 5, 1)
    const box = new Uint8Array(76)
    const block = (changes: object) =>
      encodeBlock({ v: 1, type: 'chartkey/history', section: 3, entries: [[4, box]], next: null, ...changes })
    const rising = block({
      entries: [
        [2, box],
        [4, box],
      ],
    })
    const again = block({ next: block({}).cid })
    const cases = [
      [rising, 'its epochs do not descend'],
      [again, 'its epochs do not descend'],
      [block({ entries: [[5, box]] }), 'its epochs do not descend'],
      [block({ entries: [] }), '"entries" is empty'],
      [block({ entries: [[4, box.subarray(1)]] }), '"entries[0]" has 75 bytes'],
      [block({ entries: [[4]] }), '"entries[0]" is not a pair'],
      [block({ next: CID.parse('bafkqaaa') }), '"next" is not a link of the right kind'],
    ] as const
    for (const [head, reason] of cases) {
      const store = new MemoryBlocks()
      store.put(head, block({}))
      await expect(
        readHistory({
          chartScope: contents,
          section: 3,
          epoch: 5,
          since: 1,
          chain,
          head: head.cid,
          fetchBlock: store.fetchBlock,
        }),
      ).rejects.toMatchObject({ name: 'ObjectMalformedError', reason })
    }
  })

  it('tries again after a block could not be had', async () => {
    const reader = asGrantee(await person('retry'), { read: [3] })
    const bytes = await storeKeyring({ ...contents, readers: [contents.readers[0]!, reader] }, blocks)
    let isDown = true
    const keys = createSectionKeys(await openAsGrantee(bytes, 'retry'), (cid) =>
      isDown ? Promise.reject(new Error('the store is down')) : blocks.fetchBlock(cid),
    )
    const key = { section: 3, epoch: 1, keyEpoch: 1 }
    await expect(keys.find(key)).rejects.toThrow('the store is down')
    isDown = false
    expect(await keys.find(key)).not.toBe(null)
  })

  it('holds the keys of records that were encrypted again', async () => {
    const relocations: Relocation[] = [
      { section: 3, epoch: 1, keyEpoch: 4 },
      { section: 3, epoch: 1, keyEpoch: 5 },
      { section: 3, epoch: 2, keyEpoch: 5 },
    ]
    const reader = asGrantee(await person('moved'), { read: [3, 17], since: 2 })
    const moved = { ...contents, relocations, readers: [contents.readers[0]!, reader] }
    const bytes = await storeKeyring(moved, blocks)
    const secretOf4 = contents.earlier.find(({ epoch }) => epoch === 4)!.secret
    const expected = await deriveKeyPair(deriveRelocatedSeed(secretOf4, contents, 3, 1, 4))
    const ofOwner = createSectionKeys(await openAsOwner(bytes), blocks.fetchBlock)
    const ofReader = createSectionKeys(await openAsGrantee(bytes, 'moved'), blocks.fetchBlock)
    expect(await ofOwner.find({ section: 3, epoch: 1, keyEpoch: 4 })).toEqual(expected)
    expect(await ofReader.find({ section: 3, epoch: 1, keyEpoch: 4 })).toBe(null)
    expect(await ofReader.find({ section: 3, epoch: 2, keyEpoch: 5 })).toEqual(
      await deriveKeyPair(deriveRelocatedSeed(contents.secret, contents, 3, 2, 5)),
    )
    expect(await ofReader.find({ section: 3, epoch: 2, keyEpoch: 2 })).not.toBe(null)
    expect(await ofReader.find({ section: 17, epoch: 2, keyEpoch: 5 })).toBe(null)
    expect((await openAsOwner(bytes)).contents.relocations).toEqual(relocations)
  })

  it('holds 255 keys of records that were encrypted again, and no keyring is made with one more', async () => {
    const withMoved = (count: number): KeyringContents => ({
      ...contents,
      epoch: 300,
      earlier: Array.from({ length: 299 }, (_, i) => ({ epoch: i + 1, secret: fixedBytes(`secret ${i}`) })),
      relocations: Array.from({ length: count }, (_, i) => ({ section: 3, epoch: 1, keyEpoch: i + 2 })),
    })
    const full = await openAsOwner(await storeKeyring(withMoved(255), blocks), { epoch: 300 })
    const { history } = full.root.sections[0]!
    const seeds = await readHistory({
      chartScope: full.contents,
      section: 3,
      epoch: 300,
      since: 1,
      chain: deriveHistoryChain(full.contents.secret, full.contents, 3, 300, 1),
      head: history,
      fetchBlock: blocks.fetchBlock,
    })
    expect(seeds.filter(({ epoch }) => epoch === 1)).toHaveLength(256)
    await expect(createKeyring(withMoved(256))).rejects.toMatchObject({
      name: 'RelocationsFullError',
      message: expect.stringContaining('They stay as they are') as string,
    })
  })

  it('names nothing but section, epochs and boxes', () => {
    const [block] = createHistory(contents, 3)
    expect(Object.keys(decode<object>(block!.bytes)).toSorted()).toEqual([
      'entries',
      'next',
      'section',
      'type',
      'v',
    ])
  })
})
