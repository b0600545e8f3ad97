import { decode } from '@ipld/dag-cbor'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  addressOf,
  asGrantee,
  buildContents,
  CHART,
  fileText,
  fixedBytes,
  MemoryBlocks,
  openAsOwner,
  person,
  SCOPE,
  storeKeyring,
} from '../../test/lib/cryptoBuilders.ts'
import type { FiledRecord } from '../../test/lib/cryptoBuilders.ts'
import { bytesToHex } from './bytes.ts'
import { changedKeys, checkKeyring } from './checkKeyring.ts'
import { createSectionKeys } from './createSectionKeys.ts'
import { granteeView } from './granteeView.ts'
import { createKeyring, decodeKeyring, rotateKeyring } from './keyring.ts'
import type { KeyringContents, Share } from './keyring.ts'
import { encodeBlock } from './object.ts'
import { openKeyring } from './openKeyring.ts'
import { openBody, openRecord, openSharedRecord } from './record.ts'
import { openShare, sealShare, shareTag } from './share.ts'

const blocks = new MemoryBlocks()
let contents: KeyringContents
let record: FiledRecord
let share: Share

beforeAll(async () => {
  const first = await buildContents()
  const bytes = await storeKeyring(first, blocks)
  record = await fileText(bytes, blocks, 'Metformin 500 mg')
  const { find } = createSectionKeys(await openAsOwner(bytes), blocks.fetchBlock)
  const { recordKey } = await openRecord({ ...record.place, bytes: record.root.bytes, findKey: find })
  const { account, pair, profile } = await person('pharmacist')
  const place = { scope: SCOPE, chart: CHART, number: 7, pointer: record.pointer, account }
  const sealed = await sealShare({ ...place, publicKey: pair.publicKey, recordKey })
  share = { account, publicKey: pair.publicKey, profile, number: 7, pointer: record.pointer, sealed }
  contents = { ...first, shares: [share] }
})

const rootOf = async (of: KeyringContents) =>
  decodeKeyring((await createKeyring(of)).root.bytes, { scope: SCOPE, chart: CHART })

describe('share', () => {
  it('opens one record to a reader without a seal', async () => {
    const { account, pair } = await person('pharmacist')
    const root = await rootOf(contents)
    const recordKey = await openShare({
      root,
      pairs: [pair],
      number: 7,
      pointer: record.pointer,
      account,
    })
    const opened = await openSharedRecord({
      ...record.place,
      bytes: record.root.bytes,
      recordKey: recordKey!,
    })
    const document = openBody({ ...opened, body: await blocks.body(opened.body) })
    expect(await new Response(document).text()).toBe('Metformin 500 mg')
  })

  it('is carried on byte for byte by a rotation, with its tag', async () => {
    const bytes = await storeKeyring(contents, blocks)
    const next = rotateKeyring((await openAsOwner(bytes)).contents, 2)
    expect(next.shares).toEqual(contents.shares)
    expect((await rootOf(next)).shares).toEqual((await rootOf(contents)).shares)
  })

  it('opens for no other reader, record or pointer', async () => {
    const root = await rootOf(contents)
    const { account, pair } = await person('pharmacist')
    const stranger = await person('stranger')
    const asked = { root, pairs: [pair], number: 7, pointer: record.pointer, account }
    expect(await openShare({ ...asked, number: 8 })).toBeNull()
    expect(await openShare({ ...asked, account: stranger.account, pairs: [stranger.pair] })).toBeNull()
    const unreadable = { name: 'KeyringUnreadableError' }
    await expect(openShare({ ...asked, pairs: [stranger.pair] })).rejects.toMatchObject(unreadable)
    const pointer = bytesToHex(fixedBytes('other'))
    await expect(openShare({ ...asked, pointer })).rejects.toMatchObject(unreadable)
    const elsewhere = { ...root, shares: [{ ...root.shares[0]!, tag: shareTag(root, 8, account) }] }
    await expect(openShare({ ...asked, root: elsewhere, number: 8 })).rejects.toMatchObject(unreadable)
  })

  it('has a record that a wrong key does not open', async () => {
    const { place, root } = record
    const unreadable = { name: 'RecordUnreadableError' }
    for (const recordKey of [fixedBytes('other'), fixedBytes('short', 31)]) {
      await expect(openSharedRecord({ ...place, bytes: root.bytes, recordKey })).rejects.toMatchObject(
        unreadable,
      )
    }
  })

  it('is one for each record and reader, of the length of a record key', async () => {
    const invalid = { name: 'ValueInvalidError' }
    for (const shares of [
      [share, share],
      [{ ...share, number: 0 }],
      [{ ...share, number: 2 ** 24 }],
      [{ ...share, sealed: share.sealed.subarray(1) }],
      [{ ...share, publicKey: share.publicKey.subarray(1) }],
    ]) {
      await expect(createKeyring({ ...contents, shares })).rejects.toMatchObject(invalid)
    }
  })

  it('has a reader whose changed key is named', async () => {
    const owner = await person('owner')
    const stranger = await person('stranger')
    const next = { ...contents, shares: [{ ...share, publicKey: stranger.pair.publicKey }] }
    const readers = contents.readers.map(({ account, role, read, write, since }) => ({
      account,
      role,
      read,
      write,
      since,
    }))
    const changed = async (known: KeyringContents, now: KeyringContents) => {
      const { contents } = await checkKeyring({
        bytes: await storeKeyring(now, blocks),
        scope: SCOPE,
        chart: CHART,
        epoch: 1,
        account: owner.account,
        role: 'owner',
        pairs: [owner.pair],
        known,
        readers,
        fetchBlock: blocks.fetchBlock,
      })
      return changedKeys(known, contents)
    }
    expect(await changed(contents, next)).toEqual([share.account])
    expect(await changed(contents, contents)).toEqual([])
    expect(await changed({ ...contents, shares: [] }, next)).toEqual([])
  })

  it('is named to owner and delegates, no more and no fewer', async () => {
    const { root } = await createKeyring(contents)
    const value = decode<Record<string, unknown>>(root.bytes)
    const other = { tag: shareTag(contents, 9, addressOf('other')), sealed: share.sealed }
    for (const shares of [[], [other]]) {
      const { bytes } = encodeBlock({ ...value, shares })
      await expect(openAsOwner(bytes)).rejects.toMatchObject({
        name: 'KeyringInvalidError',
        reason: 'its shares are not those that it names',
      })
    }
  })
})

describe('a successor', () => {
  it('is sealed the secret as owner and delegates are, one at most', async () => {
    const { account, pair, profile } = await person('heir')
    const base = { account, publicKey: pair.publicKey, profile, read: [], write: [], since: 1 }
    const heir = { ...base, role: 'successor' as const }
    const offered = { ...contents, readers: [...contents.readers, heir] }
    const { root } = await createKeyring(offered)
    const place = { bytes: root.bytes, scope: SCOPE, chart: CHART, account, pairs: [pair] }
    const opened = await openKeyring({ ...place, role: 'successor' })
    expect(opened.contents).toEqual(offered)
    for (const role of ['owner', 'delegate', 'grantee'] as const) {
      await expect(openKeyring({ ...place, role })).rejects.toMatchObject({ name: 'KeyringUnreadableError' })
    }
    const second = { ...heir, account: addressOf('second') }
    await expect(createKeyring({ ...offered, readers: [...offered.readers, second] })).rejects.toMatchObject({
      name: 'ValueInvalidError',
    })
  })

  it('who has a grant takes from the whole what a seal to a grantee would hold', async () => {
    const doctor = asGrantee(await person('doctor'), { read: [3], write: [3, 17], since: 2 })
    const later = rotateKeyring(rotateKeyring(contents, 2), 3)
    const { root } = await createKeyring({ ...later, readers: [...later.readers, doctor] })
    const { pair, account } = await person('doctor')
    const place = { bytes: root.bytes, scope: SCOPE, chart: CHART }
    const granted = await openKeyring({ ...place, account, role: 'grantee', pairs: [pair] })
    const whole = await openAsOwner(root.bytes)
    expect(granteeView(whole, doctor)).toEqual(granted)
  })
})
