import { decode } from '@ipld/dag-cbor'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Hex } from 'viem'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  asGrantee,
  buildContents,
  fileText,
  fixedBytes,
  MemoryBlocks,
  openAsGrantee,
  openAsOwner,
  person,
  readStream,
  storeKeyring,
} from '../../test/lib/cryptoBuilders.ts'
import type { FiledRecord } from '../../test/lib/cryptoBuilders.ts'
import { sealBox } from './box.ts'
import { addressBytes, bytesToHex, concatBytes, uintBytes } from './bytes.ts'
import { createSectionKeys } from './createSectionKeys.ts'
import { deriveKeyPair } from './hpke.ts'
import { rotateKeyring } from './keyring.ts'
import type { KeyringContents } from './keyring.ts'
import { encodeBlock } from './object.ts'
import type { GranteeKeyring, OwnerKeyring } from './openKeyring.ts'
import { decodeRecord, openBody, openRecord, relocateRecord } from './record.ts'
import type { OpenedRecord, SealedRecord } from './record.ts'
import { chartBytes } from './scope.ts'
import { deriveRelocatedSeed } from './sectionKeys.ts'

const blocks = new MemoryBlocks()
const TEXT = 'Metformin 500 mg'
let record: FiledRecord
let moved: SealedRecord
let contents: KeyringContents
let keyring: Uint8Array

/** Filed in epoch 1, encrypted again in epoch 2. */
beforeAll(async () => {
  const first = await buildContents()
  record = await fileText(await storeKeyring(first, blocks), blocks, TEXT)
  const doctor = asGrantee(await person('doctor'), { read: [3] })
  const late = asGrantee(await person('late doctor'), { read: [3], since: 2 })
  contents = {
    ...rotateKeyring(first, 2),
    relocations: [{ section: 3, epoch: 1, keyEpoch: 2 }],
    readers: [...first.readers, doctor, late],
  }
  keyring = await storeKeyring(contents, blocks)
  moved = await relocate(contents, record.root.bytes)
  blocks.put(moved.root)
})

const open = (bytes: Uint8Array, opened: OwnerKeyring | GranteeKeyring, original?: Hex) =>
  openRecord({
    ...record.place,
    bytes,
    ...(original === undefined ? {} : { original }),
    findKey: createSectionKeys(opened, blocks.fetchBlock).find,
  })

async function relocate(to: KeyringContents, bytes: Uint8Array, original?: Hex): Promise<SealedRecord> {
  const opened = await open(bytes, await openAsOwner(await storeKeyring(to, blocks)), original)
  const seed = deriveRelocatedSeed(to.secret, to, 3, 1, to.epoch)
  return relocateRecord({
    ...record.place,
    keyEpoch: to.epoch,
    sectionPublicKey: (await deriveKeyPair(seed)).publicKey,
    opened,
    body: await blocks.body(opened.body),
    importBody: blocks.importBody,
  })
}

const textOf = async (opened: OpenedRecord) =>
  readStream(openBody({ ...opened, body: await blocks.body(opened.body) }))

const tampered = (reason: string) => ({
  name: 'RecordTamperedError',
  shortMessage: `This record is not what was filed: ${reason}. Do not rely on it.`,
})

describe('relocateRecord', () => {
  it('keeps what the author wrote and committed to, under another key and body', async () => {
    const before = decodeRecord(record.root.bytes)
    const after = decodeRecord(moved.root.bytes)
    expect(after.commitment).toEqual(before.commitment)
    expect(after.keyEpoch).toBe(2)
    expect(after.body.equals(before.body)).toBe(false)
    expect((await blocks.fetchBlock(after.body)).length).toBe((await blocks.fetchBlock(before.body)).length)
    const opened = await open(moved.root.bytes, await openAsOwner(keyring), record.pointer)
    expect(opened.metadata).toEqual(record.metadata)
    expect(opened.original).toEqual(record.root.bytes)
    expect(await textOf(opened)).toBe(TEXT)
  })

  it('opens to a reader with history, and to none without', async () => {
    const opened = await open(moved.root.bytes, await openAsGrantee(keyring, 'doctor'), record.pointer)
    expect(await textOf(opened)).toBe(TEXT)
    const late = await openAsGrantee(keyring, 'late doctor')
    await expect(open(moved.root.bytes, late, record.pointer)).rejects.toMatchObject({
      name: 'RecordKeyMissingError',
    })
  })

  it('does not open with the keys of the epoch it was filed in', async () => {
    const old = await openAsOwner(await storeKeyring(await buildContents(), blocks))
    await expect(open(moved.root.bytes, old, record.pointer)).rejects.toMatchObject({
      name: 'RecordKeyMissingError',
    })
  })

  it('holds the original after a second time too', async () => {
    const next = {
      ...rotateKeyring(contents, 3),
      relocations: [...contents.relocations, { section: 3, epoch: 1, keyEpoch: 3 }],
    }
    const again = await relocate(next, moved.root.bytes, record.pointer)
    const opened = await open(
      again.root.bytes,
      await openAsOwner(await storeKeyring(next, blocks)),
      record.pointer,
    )
    expect(opened.original).toEqual(record.root.bytes)
    expect(await textOf(opened)).toBe(TEXT)
  })

  it('goes to a later epoch', async () => {
    const opened = await open(record.root.bytes, await openAsOwner(keyring))
    await expect(
      relocateRecord({
        ...record.place,
        keyEpoch: 1,
        sectionPublicKey: contents.readers[0]!.publicKey,
        opened,
        body: await blocks.body(opened.body),
        importBody: blocks.importBody,
      }),
    ).rejects.toMatchObject({ name: 'ValueInvalidError' })
  })

  it('does not carry on a body that is not the author’s', async () => {
    const opened = await open(record.root.bytes, await openAsOwner(keyring))
    const bytes = (await blocks.fetchBlock(opened.body)).slice()
    bytes[200]! ^= 1
    await expect(
      relocateRecord({
        ...record.place,
        keyEpoch: 2,
        sectionPublicKey: contents.readers[0]!.publicKey,
        opened,
        body: new Blob([bytes]).stream(),
        importBody: blocks.importBody,
      }),
    ).rejects.toMatchObject({ name: 'RecordTamperedError' })
  })

  it('is checked against the pointer that the chain keeps', async () => {
    const owner = await openAsOwner(keyring)
    const lost = tampered('it does not hold what its author filed')
    await expect(open(moved.root.bytes, owner)).rejects.toMatchObject(tampered('it holds another record'))
    const other = bytesToHex(fixedBytes('other'))
    await expect(open(moved.root.bytes, owner, other)).rejects.toMatchObject(lost)
    await expect(open(record.root.bytes, owner, record.pointer)).rejects.toMatchObject(lost)
  })

  it('does not open with an original of another commitment', async () => {
    const owner = await openAsOwner(keyring)
    const { recordKey } = await open(moved.root.bytes, owner, record.pointer)
    const original = encodeBlock({
      ...decode<Record<string, unknown>>(record.root.bytes),
      commitment: fixedBytes('other'),
    })
    const { scope, chart, section, epoch, author } = record.place
    const context = concatBytes(
      chartBytes(scope, chart),
      uintBytes(section, 1),
      uintBytes(epoch, 4),
      uintBytes(2, 4),
      addressBytes(author),
    )
    const forged = encodeBlock({
      ...decode<Record<string, unknown>>(moved.root.bytes),
      original: sealBox(recordKey, 'originalRoot', context, original.bytes),
    })
    await expect(open(forged.bytes, owner, bytesToHex(sha256(original.bytes)))).rejects.toMatchObject(
      tampered('it does not hold what its author filed'),
    )
  })
})
