import { decode } from '@ipld/dag-cbor'
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { CID } from 'multiformats/cid'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  addressOf,
  buildContents,
  fileText,
  fixedBytes,
  MemoryBlocks,
  openAsOwner,
  person,
  readStream,
  readText,
  SCOPE,
  storeKeyring,
} from '../../test/lib/cryptoBuilders.ts'
import type { FiledRecord } from '../../test/lib/cryptoBuilders.ts'
import { ageIdentity, ageSize } from './age.ts'
import { sealBox } from './box.ts'
import { addressBytes, bytesToHex, concatBytes, uintBytes } from './bytes.ts'
import { commitment } from './commitment.ts'
import { createSectionKeys } from './createSectionKeys.ts'
import type { SectionKeys } from './createSectionKeys.ts'
import { seal } from './hpke.ts'
import { sectionPublicKey } from './keyring.ts'
import { encodeBlock, encodePadded } from './object.ts'
import type { OwnerKeyring } from './openKeyring.ts'
import { padme } from './padme.ts'
import { exportRecord, openBody, openRecord, sealRecord } from './record.ts'
import type { OpenedRecord, RecordPlace } from './record.ts'
import { chartBytes } from './scope.ts'

const blocks = new MemoryBlocks()
let bytes: Uint8Array
let keyring: OwnerKeyring
let record: FiledRecord
let findKey: SectionKeys['find']

beforeAll(async () => {
  bytes = await storeKeyring(await buildContents(), blocks)
  keyring = await openAsOwner(bytes)
  findKey = createSectionKeys(keyring, blocks.fetchBlock).find
  record = await fileText(bytes, blocks, 'Metformin 500 mg')
})

const open = (root: Uint8Array, place: Partial<RecordPlace> = {}): Promise<OpenedRecord> =>
  openRecord({ ...record.place, ...place, bytes: root, findKey })

describe('record', () => {
  it('opens to what was filed', async () => {
    const opened = await open(record.root.bytes)
    expect(opened.metadata).toEqual(record.metadata)
    expect(opened.metadata).toMatchObject({
      title: 'A note',
      mediaType: 'text/plain',
      createdAt: '2026-01-31T09:30:00.000Z',
      happenedAt: null,
      size: 16,
      cipherSize: ageSize(16),
      amends: null,
    })
    expect(opened.metadata.digest).toEqual(sha256(new TextEncoder().encode('Metformin 500 mg')))
    expect(opened.body.equals(record.body)).toBe(true)
    expect(await readText(record, keyring, blocks)).toBe('Metformin 500 mg')
  })

  it('keeps date and amended record', async () => {
    const amends = bytesToHex(fixedBytes('pointer'))
    const amended = await fileText(bytes, blocks, 'x', { happenedAt: '2025-12', amends })
    expect((await open(amended.root.bytes)).metadata).toMatchObject({ happenedAt: '2025-12', amends })
  })

  it('says nothing in clear but its epoch and its key’s hash', async () => {
    const value = decode<Record<string, unknown>>(record.root.bytes)
    expect(Object.keys(value).toSorted()).toEqual([
      'body',
      'commitment',
      'keyEpoch',
      'metadata',
      'sealedKey',
      'sectionKeyHash',
      'type',
      'v',
    ])
    expect(value.keyEpoch).toBe(1)
    expect(value.sectionKeyHash).toEqual(sha256(sectionPublicKey(keyring.root, 3)))
    const other = await fileText(bytes, blocks, 'Metformin 500 mg', {
      title: 'A longer title than the first',
    })
    expect(other.root.bytes.length).toBe(record.root.bytes.length)
    expect(other.body.equals(record.body)).toBe(false)
  })

  it('hides the length of its document', async () => {
    for (const size of [0, 1, 3000, 3884]) {
      const { body } = await fileText(bytes, blocks, 'x'.repeat(size))
      expect((await blocks.fetchBlock(body)).length).toBe(4096)
    }
    const { body } = await fileText(bytes, blocks, 'x'.repeat(200_000))
    expect((await blocks.fetchBlock(body)).length).toBe(padme(ageSize(200_000)))
  })

  it('round-trips any document and description', async () => {
    const texts = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
    const titles = texts.filter((text) => !/\p{Cc}/u.test(text) && text.isWellFormed())
    await fc.assert(
      fc.asyncProperty(titles, fc.uint8Array({ maxLength: 70_000, size: 'max' }), async (title, document) => {
        const filed = await fileText(bytes, blocks, '', {
          title,
          body: new Blob([document]),
        })
        const opened = await open(filed.root.bytes)
        expect(opened.metadata.title).toBe(title)
        const stream = openBody({ ...opened, body: await blocks.body(opened.body) })
        expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(document)
      }),
      { numRuns: 10 },
    )
  })

  it('opens at no other place, whatever a chain says', async () => {
    const unreadable = { name: 'RecordUnreadableError' }
    await expect(open(record.root.bytes, { author: addressOf('other') })).rejects.toMatchObject(unreadable)
    await expect(open(record.root.bytes, { section: 17 })).rejects.toMatchObject({
      ...unreadable,
      message:
        'What the author filed cannot be read: it is sealed to a key that its section never had. ' +
        'Ask the author to file it again.',
    })
    await expect(open(record.root.bytes, { epoch: 2 })).rejects.toMatchObject({
      ...unreadable,
      message:
        'What the author filed cannot be read: it is sealed to a key of an epoch before it was filed. ' +
        'Ask the author to file it again.',
    })
    for (const place of [
      { chart: bytesToHex(fixedBytes('other chart')) },
      { scope: { ...SCOPE, chainId: 1 } },
      { scope: { ...SCOPE, contract: addressOf('other') } },
    ]) {
      await expect(open(record.root.bytes, place)).rejects.toMatchObject(unreadable)
    }
    await expect(open(record.root.bytes, { section: 5 })).rejects.toMatchObject({
      name: 'RecordKeyMissingError',
      message: 'This record lies in a section or a time that was not opened to this account.',
    })
  })

  it('rejects changed bytes everywhere in its root block', async () => {
    const names = new Set<string>()
    const sealedKey = new TextDecoder('latin1').decode(record.root.bytes).indexOf('sealedKey') + 12
    for (let i = 0; i < record.root.bytes.length; i++) {
      if (i > sealedKey && i < sealedKey + 1150 && i % 11 > 0) continue
      const changed = record.root.bytes.slice()
      changed[i]! ^= 1 << (i % 8)
      const error: unknown = await open(changed).catch((cause: unknown) => cause)
      expect(error, `byte ${i}`).toBeInstanceOf(Error)
      names.add((error as Error).name)
    }
    expect([...names].toSorted()).toEqual([
      'ObjectMalformedError',
      'RecordTamperedError',
      'RecordUnreadableError',
      'VersionUnsupportedError',
    ])
  })

  it('rejects a field taken from another record of the same place', async () => {
    const other = decode<Record<string, unknown>>((await fileText(bytes, blocks, 'Other')).root.bytes)
    const value = decode<Record<string, unknown>>(record.root.bytes)
    for (const name of ['commitment', 'sealedKey', 'metadata', 'body']) {
      const { bytes: mixed } = encodeBlock({ ...value, [name]: other[name] })
      await expect(open(mixed), name).rejects.toMatchObject({
        name: name === 'commitment' ? 'RecordTamperedError' : 'RecordUnreadableError',
      })
    }
  })

  it('rejects a commitment that its own author got wrong', async () => {
    const { place } = record
    const recordKey = fixedBytes('record key')
    const context = concatBytes(
      chartBytes(place.scope, place.chart),
      Uint8Array.of(3),
      uintBytes(1, 4),
      uintBytes(1, 4),
      addressBytes(place.author),
    )
    const { salt, digest, cipherSize, size } = record.metadata
    const good = { salt, digest, cipherSize, size, title: 'x', mediaType: 'text/plain' }
    const build = async (metadata: object, changes: object = {}) => {
      const padded = encodePadded({ createdAt: '2026-01-31T09:30:00.000Z', ...metadata })
      const { publicKey } = keyring.root.sections.find(({ number }) => number === 3)!
      return encodeBlock({
        v: 1,
        type: 'chartkey/record',
        commitment: commitment({ ...place, salt, metadata: padded, digest }),
        keyEpoch: 1,
        sectionKeyHash: sha256(publicKey),
        sealedKey: await seal(publicKey, 'recordKey', context, recordKey),
        metadata: sealBox(recordKey, 'metadata', concatBytes(context, record.body.bytes), padded),
        body: record.body,
        ...changes,
      }).bytes
    }
    expect((await open(await build(good))).metadata.title).toBe('x')
    await expect(open(await build(good, { commitment: fixedBytes('other') }))).rejects.toMatchObject({
      name: 'RecordTamperedError',
      message: 'This record is not what was filed: its commitment does not match. Do not rely on it.',
    })
    const wrong: object[] = [
      { ...good, title: '' },
      { ...good, title: 'a\nb' },
      { ...good, title: 5 },
      { ...good, mediaType: 'Text' },
      { ...good, createdAt: 'yesterday' },
      { ...good, createdAt: '2026-02-30T00:00:00.000Z' },
      { ...good, happenedAt: '2026-02-30' },
      { ...good, size: -1 },
      { ...good, size: 17 },
      { ...good, cipherSize: 5 },
      { ...good, salt: fixedBytes('short', 31) },
      { ...good, digest: null },
      { ...good, amends: fixedBytes('short', 31) },
      { ...good, note: 'unknown' },
      {},
    ]
    for (const metadata of wrong) {
      await expect(open(await build(metadata)), JSON.stringify(metadata)).rejects.toMatchObject({
        name: 'RecordUnreadableError',
        shortMessage:
          'What the author filed cannot be read: its description breaks the format. Ask the author to file it again.',
      })
    }
  })

  it('rejects what is too large or of another kind', async () => {
    await expect(open(new Uint8Array(32769))).rejects.toMatchObject({ name: 'ObjectTooLargeError' })
    await expect(open(bytes)).rejects.toMatchObject({ name: 'ObjectMalformedError' })
    const value = decode<Record<string, unknown>>(record.root.bytes)
    for (const changes of [
      { body: CID.parse('QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG') },
      { body: CID.createV1(0x0129, record.body.multihash) },
      { body: record.body.toString() },
      { keyEpoch: 0 },
      { extra: 1 },
      { v: '1' },
    ]) {
      await expect(open(encodeBlock({ ...value, ...changes }).bytes)).rejects.toMatchObject({
        name: 'ObjectMalformedError',
      })
    }
  })

  it.each<[string, object, string]>([
    ['an empty title', { title: '' }, 'its title is empty'],
    ['a long title', { title: 'x'.repeat(501) }, 'its title has 501 bytes of at most 500'],
    ['an unknown kind of type', { mediaType: 'pdf' }, 'its type is not a media type'],
    ['a time of another zone', { createdAt: '2026-01-31T09:30:00+01:00' }, 'its time is not ISO 8601 in UTC'],
    ['a date that never was', { happenedAt: '2026-02-30' }, 'its date is not an ISO 8601 date'],
  ])('is not made with %s', async (_, changes, reason) => {
    await expect(fileText(bytes, blocks, 'x', changes)).rejects.toMatchObject({
      name: 'ValueInvalidError',
      message: `The record cannot be used: ${reason}.`,
    })
  })

  it('is not made of a file that changes meanwhile', async () => {
    const short = Object.assign(new Blob(['abc']), {})
    Object.defineProperty(short, 'size', { value: 5 })
    const long = new Blob(['abc'])
    Object.defineProperty(long, 'size', { value: 2 })
    const broken = new Blob(['abc'])
    broken.stream = () =>
      new ReadableStream({
        start: (controller) => controller.error(new DOMException('gone', 'NotReadableError')),
      })
    for (const body of [short, long, broken]) {
      await expect(fileText(bytes, blocks, '', { body })).rejects.toMatchObject({
        name: 'BodyChangedError',
        shortMessage: 'The file changed while it was being read. Choose it again.',
      })
    }
  })

  it('passes on what the store throws, and an abort', async () => {
    const importBody = () => Promise.reject(new TypeError('the store is down'))
    await expect(fileText(bytes, blocks, 'x', { importBody })).rejects.toThrow('the store is down')
    const signal = AbortSignal.abort(new Error('stopped by the user'))
    await expect(fileText(bytes, blocks, 'x', { signal })).rejects.toThrow('stopped by the user')
  })

  it('tells how far it has come', async () => {
    const seen: number[] = []
    await fileText(bytes, blocks, 'x'.repeat(300_000), { onProgress: (done) => seen.push(done) })
    expect(seen.at(-1)).toBe(300_000)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })
})

describe('body', () => {
  const read = async (changes: (bytes: Uint8Array) => Uint8Array, metadata: object = {}) => {
    const opened = await open(record.root.bytes)
    const body = changes(await blocks.fetchBlock(record.body)) as Uint8Array<ArrayBuffer>
    const stream = openBody({
      recordKey: opened.recordKey,
      metadata: { ...opened.metadata, ...metadata },
      body: new Blob([body]).stream(),
    })
    return readStream(stream)
  }

  it('rejects every changed byte of the age file, and does not read the padding', async () => {
    const end = record.metadata.cipherSize
    const whole = await blocks.fetchBlock(record.body)
    const flipped = (at: number) =>
      read((body) => {
        const changed = body.slice()
        changed[at]! ^= 1 << (at % 8)
        return changed
      })
    for (let i = 0; i < end; i++) {
      await expect(flipped(i), `byte ${i}`).rejects.toMatchObject({ name: 'RecordTamperedError' })
    }
    for (let i = end; i < whole.length; i += 997) expect(await flipped(i)).toBe('Metformin 500 mg')
  })

  it('rejects a body that is cut off', async () => {
    await expect(read((body) => body.subarray(0, record.metadata.cipherSize - 1))).rejects.toMatchObject({
      message: 'This record is not what was filed: its document is cut off. Do not rely on it.',
    })
    await expect(read(() => new Uint8Array(0))).rejects.toMatchObject({ name: 'RecordTamperedError' })
  })

  it('rejects another length or digest than the metadata says', async () => {
    const { size } = record.metadata
    await expect(read((body) => body, { size: size + 1 })).rejects.toMatchObject({
      message: 'This record is not what was filed: its document has another length. Do not rely on it.',
    })
    await expect(read((body) => body, { digest: fixedBytes('other') })).rejects.toMatchObject({
      message: 'This record is not what was filed: its document is another one. Do not rely on it.',
    })
  })

  it('passes on what its source throws', async () => {
    const { recordKey, metadata } = await open(record.root.bytes)
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new TypeError('the store is down')),
    })
    await expect(readStream(openBody({ recordKey, metadata, body }))).rejects.toThrow('the store is down')
  })

  it('cancels its source when its reader stops', async () => {
    const big = await fileText(bytes, blocks, 'x'.repeat(2_000_000))
    const opened = await open(big.root.bytes)
    const stored = await blocks.fetchBlock(big.body)
    let cancelled = false
    let offset = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(stored.subarray(offset, offset + 65536))
        offset += 65536
      },
      cancel() {
        cancelled = true
      },
    })
    const reader = openBody({ ...opened, body }).getReader()
    await reader.read()
    await reader.cancel()
    expect(cancelled).toBe(true)
  })

  it('exports an age file without its padding, and the identity that opens it', async () => {
    const opened = await open(record.root.bytes)
    const { identity, age } = exportRecord({ ...opened, body: await blocks.body(opened.body) })
    expect(identity).toBe(ageIdentity(opened.recordKey))
    const file = new Uint8Array(await new Response(age).arrayBuffer())
    expect(file.length).toBe(record.metadata.cipherSize)
    const { Decrypter } = await import('age-encryption')
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    expect(await decrypter.decrypt(file, 'text')).toBe('Metformin 500 mg')
  })
})

describe('commitment', () => {
  it('binds every field', async () => {
    const base = {
      scope: SCOPE,
      chart: record.place.chart,
      section: 3,
      author: (await person('owner')).account,
      salt: fixedBytes('salt'),
      metadata: fixedBytes('metadata', 256),
      digest: fixedBytes('digest'),
    }
    const all = [
      base,
      { ...base, scope: { ...SCOPE, chainId: 1 } },
      { ...base, scope: { ...SCOPE, contract: addressOf('x') } },
      { ...base, chart: bytesToHex(fixedBytes('x')) },
      { ...base, section: 4 },
      { ...base, author: addressOf('x') },
      { ...base, salt: fixedBytes('x') },
      { ...base, metadata: fixedBytes('x', 256) },
      { ...base, digest: fixedBytes('x') },
    ].map((input) => bytesToHex(commitment(input)))
    expect(new Set(all).size).toBe(all.length)
    expect(all[0]).toMatchInlineSnapshot(
      `"0x4e6e30c33884d2bc77746862e963ae5dd97b0d5dacdbe50c5f93cd7ec2a7ea96"`,
    )
  })
})

describe('sealRecord', () => {
  it('streams its document in constant memory', async () => {
    const size = 64_000_000
    const chunk = new Uint8Array(1_000_000).fill(7)
    let sent = 0
    const body = new Blob([])
    Object.defineProperty(body, 'size', { value: size })
    body.stream = () =>
      new ReadableStream({
        pull(controller) {
          if (sent === size) return controller.close()
          sent += chunk.length
          controller.enqueue(chunk.slice())
        },
      })
    let length = 0
    let peak = 0
    const importBody = async (stream: ReadableStream<Uint8Array>) => {
      for await (const part of stream) {
        length += part.length
        peak = Math.max(peak, sent - length)
      }
      return record.body
    }
    await sealRecord({
      ...record.place,
      sectionPublicKey: sectionPublicKey(keyring.root, 3),
      title: 'x',
      mediaType: 'text/plain',
      body,
      importBody,
    })
    expect(length).toBe(padme(ageSize(size)))
    expect(peak).toBeLessThan(4_000_000)
  })
})
