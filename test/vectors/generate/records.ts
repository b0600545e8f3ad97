import type { CID } from 'multiformats/cid'
import { deriveKeyPair } from '../../../client/crypto/hpke.ts'
import { openRecord, relocateRecord, sealRecord } from '../../../client/crypto/record.ts'
import { importBody } from '../../../client/ipfs/importBody.ts'
import {
  encodeMap,
  forgeBox,
  forgeFile,
  forgeRecord,
  type Plain,
  type PlainMap,
  random,
  Raw,
} from '../forge.ts'
import type { AgeTwist, Blocks, FileTwist, RecordModel, RecordTwist } from '../forge.ts'
import { rootCid } from '../reader/blocks.ts'
import { type Bytes, concat, fromHex, sha256, toHex, u32, u8, utf8 } from '../reader/bytes.ts'
import { Link } from '../reader/cbor.ts'
import type { Check } from '../reader/index.ts'
import { placeOf } from '../reader/keyring.ts'
import { hash, keyPair } from '../reader/primitives.ts'
import { cipherSizeOf } from '../reader/record.ts'
import type { Category, Inputs } from '../vectors.ts'
import { cidHex, collect, flip, serving } from './collect.ts'
import { CHAIN_ID } from './profiles.ts'
import { bytesOf } from './wallets.ts'

export interface Place {
  readonly chainId: number
  readonly contract: Bytes
  readonly chart: Bytes
}

/** A record as the client files it. */
export const clientRecord = async (
  blocks: Blocks,
  place: Place,
  filed: { section: number; epoch: number; author: Bytes; publicKey: Uint8Array },
  document: Bytes,
  metadata: {
    title: string
    mediaType: string
    createdAt?: string
    happenedAt?: string | null
    amends?: `0x${string}` | null
  },
) => {
  const sealed = await sealRecord({
    scope: { chainId: place.chainId, contract: `0x${toHex(place.contract)}` },
    chart: `0x${toHex(place.chart)}`,
    section: filed.section,
    epoch: filed.epoch,
    author: `0x${toHex(filed.author)}`,
    sectionPublicKey: filed.publicKey,
    ...metadata,
    body: new Blob([document]),
    importBody: bodyTo(blocks),
  })
  blocks[toHex(sealed.root.cid.bytes)] = toHex(sealed.root.bytes)
  return bytesOf(sealed.pointer)
}

const bodyTo =
  (blocks: Blocks) =>
  async (stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<CID> => {
    const imported = await importBody(stream, {
      async put({ cid, bytes }) {
        blocks[toHex(cid.bytes)] = toHex(bytes)
      },
    })
    return imported.cid
  }

/** A record as the client encrypts it again; its body must be one block. */
export const clientRelocation = async (
  blocks: Blocks,
  place: Place,
  filed: { section: number; epoch: number; author: Bytes },
  from: { pointer: Bytes; original?: Bytes; seed: Bytes },
  to: { keyEpoch: number; publicKey: Uint8Array },
) => {
  const at = {
    scope: { chainId: place.chainId, contract: `0x${toHex(place.contract)}` },
    chart: `0x${toHex(place.chart)}`,
    section: filed.section,
    epoch: filed.epoch,
    author: `0x${toHex(filed.author)}`,
  } as const
  const opened = await openRecord({
    ...at,
    bytes: fromHex(blocks[cidHex(from.pointer)]!),
    ...(from.original ? { original: `0x${toHex(from.original)}` as const } : {}),
    findKey: () => deriveKeyPair(from.seed),
  })
  const moved = await relocateRecord({
    ...at,
    keyEpoch: to.keyEpoch,
    sectionPublicKey: to.publicKey,
    opened,
    body: new Blob([fromHex(blocks[toHex(opened.body.bytes)]!)]).stream(),
    importBody: bodyTo(blocks),
  })
  blocks[toHex(moved.root.cid.bytes)] = toHex(moved.root.bytes)
  return { pointer: bytesOf(moved.pointer), recordKey: new Uint8Array(opened.recordKey) }
}

export const generateRecords = async () => {
  const { blocks, accept, refuse, save } = collect(
    'records',
    'Records, opened with a key of their section down to the document.',
  )
  const place: Place = { chainId: CHAIN_ID, contract: random(20), chart: random(32) }
  const [section, epoch, author] = [7, 3, random(20)]
  const key = keyPair(random(32))
  const base = {
    chainId: place.chainId,
    contract: toHex(place.contract),
    chart: toHex(place.chart),
    section,
    epoch,
    author: toHex(author),
    amends: null,
    keys: [{ keyEpoch: epoch, seed: toHex(key.seed) }],
  }
  const filed = { section, epoch, author, publicKey: key.publicKey }

  for (const size of [0, 1, 65_535, 65_536, 65_537]) {
    const pointer = await clientRecord(blocks, place, filed, random(size), {
      title: `${size} bytes`,
      mediaType: 'application/octet-stream',
    })
    await accept(`a document of ${size} bytes`, { ...base, pointer: toHex(pointer) })
  }
  const amends = random(32)
  await accept('every field of the metadata', {
    ...base,
    amends: toHex(amends),
    pointer: toHex(
      await clientRecord(blocks, place, filed, utf8('Hemoglobin 13.9 g/dl'), {
        title: 'Röntgen 胸部 👩🏽‍⚕️',
        mediaType: 'application/vnd.example.report-v1.0+json',
        createdAt: '2026-02-28T23:59:59.999Z',
        happenedAt: '2024-02-29',
        amends: `0x${toHex(amends)}`,
      }),
    ),
  })
  await accept('a title of 500 bytes', {
    ...base,
    pointer: toHex(
      await clientRecord(blocks, place, filed, utf8('a'), {
        title: '字'.repeat(166) + 'ab',
        mediaType: 'text/plain',
        happenedAt: '2026',
      }),
    ),
  })

  // From here on by the other writer.
  const model: RecordModel = {
    ...place,
    ...filed,
    keyEpoch: epoch,
    document: utf8('Blood group 0 negative'),
    recordKey: random(32),
    salt: random(32),
    metadata: {
      title: 'Blood group',
      mediaType: 'text/plain',
      createdAt: '2026-01-31T09:30:00.000Z',
      happenedAt: '2026-01',
    },
  }
  const forged = (twist: RecordTwist = {}, changes: Partial<RecordModel> = {}): Inputs['records'] => ({
    ...base,
    pointer: toHex(forgeRecord({ ...model, ...changes }, blocks, twist)),
  })
  const inMetadata = (change: (map: PlainMap) => Plain): RecordTwist => ({
    metadata: (map) => change(map),
  })
  const inRecord = (change: (map: PlainMap) => Plain): RecordTwist => ({
    record: (map) => change(map),
  })
  const without = (key: string) => (map: PlainMap) =>
    Object.fromEntries(Object.entries(map).filter(([name]) => name !== key))
  const inParts = (part: number, twist: FileTwist = {}): RecordTwist => ({
    putBody: (body) => forgeFile(body, part, blocks, twist),
  })

  const long = { document: random(3890) }
  const malformedBody = (name: string, twist: RecordTwist) =>
    refuse(
      name,
      'beyond a limit',
      'body',
      'there are at most 64 parts, and one more for each 16,384 bytes',
      forged(twist, long),
    )
  const sound = forged()
  await accept('by another writer', sound)
  await accept('a body in parts', forged(inParts(1024)))
  await accept('a body of one part below a node', forged(inParts(4096)))
  await accept(
    'a body in parts of parts',
    forged({
      putBody: (body) => {
        const halves = [body.slice(0, 3000), body.slice(3000)].map((half) => forgeFile(half, 1000, blocks))
        return forgeFile(body, 3000, blocks, {
          link: (_, index) => halves[index]!,
        })
      },
    }),
  )
  const nested = (levels: number): RecordTwist => ({
    putBody(body) {
      let node = forgeFile(body, 1024, blocks)
      for (let level = 1; level < levels; level++) {
        const inner = node
        node = forgeFile(body, body.length, blocks, { link: () => inner })
      }
      return node
    },
  })
  await accept('a body below six levels of nodes', forged(nested(6)))
  await accept(
    'a body without its padding',
    forged({ body: (body) => body.slice(0, cipherSizeOf(model.document.length)) }),
  )
  await refuse(
    'a title that begins with a byte order mark',
    'wrong type or value',
    'shape',
    'decoders drop a byte order mark',
    forged(inMetadata((map) => ({ ...map, title: '\uFEFFBlood group' }))),
  )
  await accept(
    'a media type of 127 bytes',
    forged(inMetadata((map) => ({ ...map, mediaType: `text/${'a'.repeat(122)}` }))),
  )

  await accept('a body of 64 parts', forged(inParts(64), long))
  await malformedBody('a node of 66 parts', inParts(63))
  const halved = (part: number): RecordTwist => ({
    putBody: (body) => {
      const halves = [body.slice(0, 2048), body.slice(2048)].map((half) => forgeFile(half, part, blocks))
      return forgeFile(body, 2048, blocks, { link: (_, index) => halves[index]! })
    },
  })
  await accept('a body of 62 parts, with those between', forged(halved(69), long))
  await malformedBody('a file of 66 parts in nodes of 32', halved(64))

  const cid = cidHex(fromHex(sound.pointer))
  const soundRoot = fromHex(blocks[cid]!)
  const bodyOf = (input: Inputs['records']) => {
    const root = blocks[cidHex(fromHex(input.pointer))]!
    const at = root.indexOf('d82a582500') + 10
    return root.slice(at, at + 72)
  }
  const other = forged(
    {},
    { recordKey: random(32), salt: random(32), document: utf8('Blood group A positive') },
  )
  const field = (input: Inputs['records'], name: string, length: number) => {
    const root = fromHex(blocks[cidHex(fromHex(input.pointer))]!)
    const at =
      Buffer.from(root).indexOf(Buffer.concat([u8(0x60 + name.length), utf8(name)])) + 1 + name.length
    const headLength = length < 256 ? 2 : 3
    return root.slice(at + headLength, at + headLength + length)
  }

  // What the chain or the reader says otherwise.
  const isOtherScope = 'another chain’s or contract’s'
  await refuse('another chain', isOtherScope, 'seal', 'the record key is sealed for one chain', {
    ...sound,
    chainId: 1,
  })
  await refuse('another contract', isOtherScope, 'seal', 'the record key is sealed for one contract', {
    ...sound,
    contract: toHex(random(20)),
  })
  await refuse('another chart', 'another chart’s', 'seal', 'the record key is sealed for one chart', {
    ...sound,
    chart: toHex(random(32)),
  })
  await refuse('another section', 'another section’s', 'seal', 'the record key is sealed for one section', {
    ...sound,
    section: 8,
  })
  await refuse('another author', 'another one’s', 'seal', 'the record key is sealed for one author', {
    ...sound,
    author: toHex(random(20)),
  })
  await refuse(
    'filed in an earlier epoch',
    'another epoch’s',
    'seal',
    'the record key is sealed for one filing epoch',
    { ...sound, epoch: 2 },
  )
  await refuse('filed in a later epoch', 'another epoch’s', 'place', 'no key is from before the filing', {
    ...sound,
    epoch: 4,
    keys: [{ keyEpoch: 3, seed: toHex(key.seed) }],
  })
  await refuse('another record’s pointer', 'swapped', 'hash', 'the pointer names the block', {
    ...sound,
    serves: { [cid]: blocks[cidHex(fromHex(other.pointer))]! },
  })
  await refuse('no key', 'missing', 'key', 'the record was not opened to this reader', { ...sound, keys: [] })
  await refuse(
    'the key of another epoch alone',
    'another epoch’s',
    'key',
    'the record was not opened to this reader',
    { ...sound, keys: [{ keyEpoch: 4, seed: toHex(key.seed) }] },
  )
  await refuse('another key', 'another one’s', 'key', 'the record names the key that it is sealed to', {
    ...sound,
    keys: [{ keyEpoch: 3, seed: toHex(random(32)) }],
  })
  await refuse(
    'amends nothing, and the chain says that it does',
    'contradiction',
    'amends',
    'the chain and the author name the same',
    { ...sound, amends: toHex(random(32)) },
  )
  const amending = forged(inMetadata((map) => ({ ...map, amends })))
  await refuse(
    'amends, and the chain says nothing',
    'contradiction',
    'amends',
    'the chain and the author name the same',
    amending,
  )
  await refuse(
    'amends another than the chain says',
    'contradiction',
    'amends',
    'the chain and the author name the same',
    { ...amending, amends: toHex(random(32)) },
  )

  // Encrypted again, for later epochs.
  const [fifth, ninth] = [keyPair(random(32)), keyPair(random(32))]
  const keys = [
    ...base.keys,
    { keyEpoch: 5, seed: toHex(fifth.seed) },
    { keyEpoch: 9, seed: toHex(ninth.seed) },
  ]
  const first = await clientRecord(blocks, place, filed, utf8('Blood group 0 positive'), {
    title: 'Blood group',
    mediaType: 'text/plain',
    amends: `0x${toHex(amends)}`,
  })
  const { pointer: second } = await clientRelocation(
    blocks,
    place,
    filed,
    { pointer: first, seed: key.seed },
    { keyEpoch: 5, publicKey: fifth.publicKey },
  )
  const { pointer: third } = await clientRelocation(
    blocks,
    place,
    filed,
    { pointer: second, original: first, seed: fifth.seed },
    { keyEpoch: 9, publicKey: ninth.publicKey },
  )
  const movedOn = { ...base, keys, amends: toHex(amends), original: toHex(first) }
  await accept('relocated', { ...movedOn, pointer: toHex(second) })
  await accept('relocated a second time', { ...movedOn, pointer: toHex(third) })
  await accept('relocated, with the keys of epochs to come too', {
    ...movedOn,
    pointer: toHex(second),
    keys: [...keys, { keyEpoch: 12, seed: toHex(random(32)) }],
  })
  await refuse(
    'relocated for the second time, and the chain names the first relocation as first filed',
    'contradiction',
    'original',
    'the original is what the author filed',
    { ...movedOn, pointer: toHex(third), original: toHex(second) },
  )

  const firstRoot = fromHex(blocks[cidHex(fromHex(sound.pointer))]!)
  const relocatedModel = {
    keyEpoch: 5,
    publicKey: fifth.publicKey,
    recordKey: random(32),
    original: firstRoot,
  }
  const relocated = (
    twist: RecordTwist = {},
    changes: Partial<RecordModel> = {},
    original: Bytes = firstRoot,
  ): Inputs['records'] => ({
    ...forged(twist, { ...relocatedModel, original, ...changes }),
    original: sound.pointer,
    keys,
  })
  const moved = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    twist: RecordTwist,
    changes: Partial<RecordModel> = {},
    original: Bytes = firstRoot,
  ) => refuse(name, category, check, why, relocated(twist, changes, original))
  await accept('by another writer, relocated', relocated())
  const contradicted = (name: string, category: Category, check: Check, why: string, input: object) =>
    refuse(name, category, check, why, { ...relocated(), ...input })
  await contradicted(
    'relocated, and the chain says nothing of it',
    'contradiction',
    'original',
    'only a relocated record holds an original',
    { original: undefined },
  )
  await refuse(
    'not relocated, and the chain says that it was',
    'missing',
    'original',
    'a relocated record holds its original',
    { ...sound, original: other.pointer },
  )
  await contradicted(
    'relocated, and the chain names another original',
    'swapped',
    'original',
    'the original is what the author filed',
    { original: other.pointer },
  )
  await contradicted(
    'relocated, without the later key',
    'missing',
    'key',
    'it was not opened to this reader',
    {
      keys: base.keys,
    },
  )
  await contradicted(
    'relocated, with the key of its filing epoch for the later one',
    'another epoch’s',
    'key',
    'it is sealed to the relocated key',
    { keys: [...base.keys, { keyEpoch: 5, seed: toHex(key.seed) }] },
  )
  await contradicted(
    'relocated, with the key of another relocation',
    'another epoch’s',
    'key',
    'it is sealed to one relocated key',
    { keys: [...base.keys, { keyEpoch: 5, seed: toHex(ninth.seed) }] },
  )
  await contradicted(
    'relocated, of another author',
    'another one’s',
    'seal',
    'the record key is sealed for one author',
    { author: toHex(random(20)) },
  )
  await contradicted(
    'relocated, filed in another epoch',
    'another epoch’s',
    'seal',
    'the record key is sealed for one filing epoch',
    { epoch: 4 },
  )
  await contradicted(
    'relocated, in another chart',
    'another chart’s',
    'seal',
    'the record key is sealed for one chart',
    { chart: toHex(random(32)) },
  )
  await moved(
    'relocated without its original',
    'missing',
    'original',
    'a relocated record holds its original',
    inRecord(without('original')),
  )
  const otherRoot = fromHex(blocks[cidHex(fromHex(other.pointer))]!)
  await moved(
    'the original of another record',
    'swapped',
    'original',
    'the original is what the author filed',
    {},
    {},
    otherRoot,
  )
  await moved(
    'a bit of the original changed before it was sealed',
    'flipped bit',
    'original',
    'the original is what the author filed',
    {},
    {},
    flip(firstRoot, 900),
  )
  await moved(
    'an original cut off',
    'too many or too few bytes',
    'original',
    'the original is what the author filed',
    {},
    {},
    firstRoot.slice(0, -1),
  )
  await moved('a bit of the sealed original flipped', 'flipped bit', 'box', 'the box authenticates it', {
    original: (boxed) => flip(boxed, 200),
  })
  await moved('a sealed original cut off', 'too many or too few bytes', 'box', 'the box authenticates it', {
    original: (boxed) => boxed.slice(0, -1),
  })
  const boxOf = (label: string, keyEpoch: number, by: Bytes) => (): Bytes =>
    forgeBox(
      relocatedModel.recordKey,
      label,
      [placeOf(place), u8(section), u32(epoch), u32(keyEpoch), by],
      firstRoot,
    )
  await moved(
    'an original sealed for another key epoch',
    'another epoch’s',
    'box',
    'a box names both epochs',
    {
      original: boxOf('original root', 9, author),
    },
  )
  await moved('an original sealed for another author', 'another one’s', 'box', 'a box names the author', {
    original: boxOf('original root', 5, random(20)),
  })
  await moved('an original sealed as metadata', 'swapped', 'box', 'a box has its label', {
    original: boxOf('metadata', 5, author),
  })
  await moved(
    'an original sealed with the first record key',
    'another one’s',
    'box',
    'a relocated record has one key',
    {
      original: () =>
        forgeBox(
          model.recordKey,
          'original root',
          [placeOf(place), u8(section), u32(epoch), u32(5), author],
          firstRoot,
        ),
    },
  )
  await moved('an original in clear', 'wrong type or value', 'box', 'an original is sealed', {
    original: () => firstRoot,
  })
  await moved('an original of 16,385 bytes', 'beyond a limit', 'shape', 'an original has at most 16,384', {
    original: (boxed) => concat(boxed, new Uint8Array(16_385 + 40 - boxed.length)),
  })
  await moved(
    'an original that is a link',
    'wrong type or value',
    'shape',
    'an original is bytes',
    inRecord((map) => ({ ...map, original: new Link(rootCid(fromHex(sound.pointer))) })),
  )
  await moved(
    'an original that is null',
    'wrong type or value',
    'shape',
    'an original is bytes',
    inRecord((map) => ({ ...map, original: null })),
  )
  await moved(
    'another title in relocation',
    'contradiction',
    'original',
    'the commitment stays',
    inMetadata((map) => ({ ...map, title: 'Another' })),
  )
  await moved(
    'another title in relocation, under the first commitment',
    'contradiction',
    'commitment',
    'the commitment is over the metadata',
    {
      ...inMetadata((map) => ({ ...map, title: 'Another' })),
      commitment: () => field(sound, 'commitment', 32),
    },
  )
  await moved('another commitment in relocation', 'contradiction', 'commitment', 'the commitment stays', {
    commitment: () => random(32),
  })
  await moved(
    'another salt in relocation',
    'contradiction',
    'original',
    'the commitment stays',
    {},
    {
      salt: random(32),
    },
  )
  await moved(
    'another document in relocation',
    'contradiction',
    'original',
    'the commitment stays',
    {},
    {
      document: utf8('Blood group A negative'),
    },
  )
  await moved(
    'another document in relocation, under the first metadata',
    'contradiction',
    'body',
    'the document stays',
    {
      ...inMetadata((map) => ({ ...map, digest: sha256(model.document) })),
      commitment: () => field(sound, 'commitment', 32),
    },
    { document: model.document.map((byte) => byte ^ 1) },
  )
  const asFirst = (block: Bytes): Inputs['records'] => ({
    ...relocated({}, {}, block),
    original: toHex(sha256(block)),
  })
  await refuse(
    'an original that is no record',
    'wrong type or value',
    'encoding',
    'what was filed is a record',
    asFirst(utf8('Blood group')),
  )
  await refuse(
    'an original with another commitment',
    'contradiction',
    'original',
    'the commitment stays',
    asFirst(otherRoot),
  )

  // What stores do.
  const served = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    serves: Record<string, string | null>,
  ) => refuse(name, category, check, why, { ...sound, serves })
  const body = bodyOf(sound)
  await served('no block', 'missing', 'missing', 'no store has it', { [cid]: null })
  await served('a bit of the block flipped', 'flipped bit', 'hash', 'the pointer names the block', {
    [cid]: toHex(flip(soundRoot, 700)),
  })
  await served('the block cut off', 'too many or too few bytes', 'hash', 'the pointer names the block', {
    [cid]: toHex(soundRoot.slice(0, -1)),
  })
  await served('an empty block', 'too many or too few bytes', 'hash', 'the pointer names the block', {
    [cid]: '',
  })
  await served('no body', 'missing', 'missing', 'no store has it', { [body]: null })
  await served('another record’s body', 'swapped', 'hash', 'the link names the block', {
    [body]: blocks[bodyOf(other)]!,
  })
  await refuse('a bit of the body flipped', 'flipped bit', 'hash', 'the link names the block', {
    ...sound,
    ...serving(blocks, body, (block) => flip(block, 300)),
  })
  await refuse('the body cut off', 'too many or too few bytes', 'hash', 'the link names the block', {
    ...sound,
    ...serving(blocks, body, (block) => block.slice(0, -1)),
  })

  // What is malformed in clear.
  const malformed = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    twist: RecordTwist,
    changes: Partial<RecordModel> = {},
  ) => refuse(name, category, check, why, forged(twist, changes))
  const encoded = (
    name: string,
    why: string,
    bytes: (block: Bytes) => Bytes,
    category: Category = 'not canonical',
  ) => malformed(name, category, 'encoding', why, { bytes })
  await encoded(
    'a byte after the object',
    'one object makes the block',
    (block) => concat(block, u8(0)),
    'too many or too few bytes',
  )
  await encoded(
    'two objects',
    'one object makes the block',
    (block) => concat(block, block),
    'too many or too few bytes',
  )
  await encoded(
    'the object cut off',
    'it announces more than it holds',
    (block) => block.slice(0, -1),
    'too many or too few bytes',
  )
  await encoded('an empty object', 'it is no object', () => new Uint8Array(), 'too many or too few bytes')
  await encoded('a map that announces more than it holds', 'lengths are checked', (block) =>
    concat(fromHex('bb0000000100000000'), block.slice(1)),
  )
  await encoded('a map of indefinite length', 'lengths are definite', (block) =>
    concat(u8(0xbf), block.slice(1), u8(0xff)),
  )
  await encoded('a map’s length in two bytes', 'lengths are the shortest', (block) =>
    concat(u8(0xb8), u8(block[0]! & 31), block.slice(1)),
  )
  const odd = (
    name: string,
    why: string,
    keyEpoch: Plain,
    category: Category = 'not canonical',
    check: Check = 'encoding',
  ) =>
    malformed(
      name,
      category,
      check,
      why,
      inRecord((map) => ({ ...map, keyEpoch })),
    )
  await odd('a number in two bytes', 'integers are the shortest', new Raw(fromHex('1803')))
  await odd('a number in three bytes', 'integers are the shortest', new Raw(fromHex('190003')))
  await odd('a number in nine bytes', 'integers are the shortest', new Raw(fromHex('1b0000000000000003')))
  await odd('a float', 'floats do not occur', new Raw(fromHex('fb4008000000000000')))
  await odd('a short float', 'floats do not occur', new Raw(fromHex('f94200')))
  await odd('not a number', 'floats do not occur', new Raw(fromHex('fb7ff8000000000000')))
  await odd('undefined', 'simple values are true, false and null', new Raw(fromHex('f7')))
  await odd('a simple value in two bytes', 'simple values are true, false and null', new Raw(fromHex('f8ff')))
  await odd('a reserved length', 'lengths have forms that are known', new Raw(fromHex('1c')))
  await odd(
    'a number beyond 2^53',
    'numbers are at most 2^53 - 1',
    new Raw(fromHex('1bffffffffffffffff')),
    'beyond a limit',
  )
  await odd('a tag for big numbers', 'tag 42 alone occurs', new Raw(fromHex('c24103')))
  await odd(
    'a nested list',
    'nothing is nested deeper than eight levels',
    new Raw(fromHex('8181818181818181'), u8(3)),
    'beyond a limit',
  )
  await odd(
    'a deeply nested list',
    'nothing is nested deeper than eight levels',
    new Raw(new Uint8Array(10_000).fill(0x81), u8(3)),
    'beyond a limit',
  )
  await odd(
    'eight levels',
    'a key epoch is a number',
    new Raw(fromHex('81818181818181'), u8(3)),
    'wrong type or value',
    'shape',
  )
  await malformed(
    'bytes in pieces',
    'not canonical',
    'encoding',
    'lengths are definite',
    inRecord((map) => ({
      ...map,
      commitment: new Raw(u8(0x5f), fromHex('5820'), map['commitment'] as Bytes, u8(0xff)),
    })),
  )
  await malformed(
    'bytes that announce more than there are',
    'not canonical',
    'encoding',
    'lengths are checked',
    inRecord((map) => ({ ...map, sealedKey: new Raw(fromHex('5affffffff'), map['sealedKey'] as Bytes) })),
  )
  await malformed(
    'a list that announces more than there is',
    'not canonical',
    'encoding',
    'lengths are checked',
    inRecord((map) => ({ ...map, keyEpoch: new Raw(fromHex('9affffffff')) })),
  )
  await malformed(
    'keys in another order',
    'not canonical',
    'encoding',
    'keys are sorted by length and then by bytes',
    inRecord((map) => encodeMap(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)))),
  )
  await malformed(
    'a key twice',
    'not canonical',
    'encoding',
    'each key is there once',
    inRecord((map) => {
      const entries = Object.entries(map).toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
      return encodeMap(entries.flatMap((entry) => (entry[0] === 'keyEpoch' ? [entry, entry] : [entry])))
    }),
  )
  await malformed(
    'a key that is a number',
    'not canonical',
    'encoding',
    'keys are texts',
    inRecord((map) => new Raw(u8(0xa9), fromHex('0000'), encodeMap(Object.entries(map)).bytes.slice(1))),
  )

  await malformed(
    'a later version',
    'version',
    'version',
    'v is 1',
    inRecord((map) => ({ ...map, v: 2 })),
  )
  await malformed(
    'version 0',
    'version',
    'shape',
    'v is 1',
    inRecord((map) => ({ ...map, v: 0 })),
  )
  await malformed(
    'a version that is a text',
    'version',
    'shape',
    'v is the number 1',
    inRecord((map) => ({ ...map, v: '1' })),
  )
  await malformed(
    'without a version',
    'unknown or missing key',
    'shape',
    'no key may be absent',
    inRecord(without('v')),
  )
  await malformed(
    'another type',
    'wrong type or value',
    'shape',
    'it is no record',
    inRecord((map) => ({ ...map, type: 'chartkey/keyring' })),
  )
  await malformed(
    'a later version of another type',
    'wrong type or value',
    'shape',
    'it is no record',
    inRecord((map) => ({ ...map, v: 2, type: 'chartkey/note' })),
  )
  await malformed(
    'a list instead of a map',
    'wrong type or value',
    'shape',
    'a root is a map',
    inRecord((map) => Object.values(map)),
  )
  for (const name of ['commitment', 'keyEpoch', 'sectionKeyHash', 'sealedKey', 'metadata', 'body'])
    await malformed(
      `without ${name}`,
      'unknown or missing key',
      'shape',
      'no key may be absent',
      inRecord(without(name)),
    )
  await malformed(
    'a key too many',
    'unknown or missing key',
    'shape',
    'a record has no such key',
    inRecord((map) => ({ ...map, note: null })),
  )
  await malformed(
    'a key that every object has',
    'unknown or missing key',
    'shape',
    'a record has no such key',
    inRecord((map) =>
      encodeMap(
        [...Object.entries(map), ['__proto__', {}] as const].toSorted(
          ([a], [b]) => a.length - b.length || (a < b ? -1 : 1),
        ),
      ),
    ),
  )
  await malformed(
    'more than 32,768 bytes',
    'beyond a limit',
    'size',
    'a record has at most 32,768',
    inRecord((map) => ({ ...map, note: concat(...Array<Bytes>(20).fill(soundRoot)) })),
  )
  const inField = (name: string, change: (bytes: Bytes) => Plain) =>
    inRecord((map) => ({ ...map, [name]: change(map[name] as Bytes) }))
  for (const name of ['commitment', 'sectionKeyHash', 'sealedKey']) {
    await malformed(
      `${name} a byte short`,
      'too many or too few bytes',
      'shape',
      'its length is given',
      inField(name, (bytes) => bytes.slice(1)),
    )
    await malformed(
      `${name} a byte long`,
      'too many or too few bytes',
      'shape',
      'its length is given',
      inField(name, (bytes) => concat(bytes, u8(0))),
    )
  }
  await malformed(
    'a commitment that is a text',
    'wrong type or value',
    'shape',
    'a commitment is bytes',
    inField('commitment', () => 'a'.repeat(32)),
  )
  await malformed(
    'metadata above its limit',
    'beyond a limit',
    'shape',
    'metadata has at most 8,232 bytes',
    inMetadata((map) => ({ ...map, title: 'a'.repeat(8192) })),
  )
  await malformed(
    'metadata below a block',
    'too many or too few bytes',
    'shape',
    'metadata has at least 296 bytes',
    { padded: () => new Uint8Array(255) },
  )
  await odd('key epoch 0', 'epochs start at 1', 0, 'wrong type or value', 'shape')
  await odd('a negative key epoch', 'epochs start at 1', -1, 'wrong type or value', 'shape')
  await odd('a key epoch beyond 24 bits', 'an epoch has 24 bits', 2 ** 24, 'beyond a limit', 'shape')
  await odd('a key epoch that is true', 'an epoch is a number', true, 'wrong type or value', 'shape')
  await odd(
    'a key epoch before the filing',
    'no key is from before the filing',
    2,
    'another epoch’s',
    'place',
  )
  await odd('another key epoch', 'the reader has no such key', 4, 'another epoch’s', 'key')
  const relinked = (
    name: string,
    why: string,
    change: (cid: Bytes) => Plain,
    check: Check,
    category: Category = 'wrong type or value',
  ) =>
    malformed(
      name,
      category,
      check,
      why,
      inRecord((map) => ({ ...map, body: change((map['body'] as Link).cid) })),
    )
  await relinked('a body that is no link', 'a body is a link', (cid) => cid, 'shape')
  await relinked('a body that is null', 'a body is a link', () => null, 'shape')
  await relinked(
    'a body of dag-cbor',
    'a body is dag-pb or raw',
    (cid) => new Link(concat(u8(1), u8(0x71), cid.slice(2))),
    'shape',
  )
  await relinked('a link of version 0', 'links are of version 1', (cid) => new Link(cid.slice(2)), 'encoding')
  await relinked(
    'a link of another hash',
    'links are of sha2-256',
    (cid) => new Link(concat(cid.slice(0, 2), u8(0x16), cid.slice(3))),
    'encoding',
  )
  await relinked(
    'a link that holds its content',
    'links are of sha2-256',
    () => new Link(fromHex('0155000568656c6c6f')),
    'encoding',
  )
  await relinked(
    'a link cut off',
    'a CID has 36 bytes',
    (cid) => new Link(cid.slice(0, -1)),
    'encoding',
    'too many or too few bytes',
  )
  await relinked(
    'a link and a byte',
    'a CID has 36 bytes',
    (cid) => new Link(concat(cid, u8(0))),
    'encoding',
    'too many or too few bytes',
  )
  await relinked(
    'a link without its first zero',
    'a zero stands before a CID',
    (cid) => new Raw(fromHex('d82a5824'), cid),
    'encoding',
  )
  await relinked(
    'a link with a one before',
    'a zero stands before a CID',
    (cid) => new Raw(fromHex('d82a582501'), cid),
    'encoding',
  )
  await relinked(
    'a link as a text',
    'a link is bytes',
    () => new Raw(fromHex('d82a'), u8(0x63), utf8('baf')),
    'encoding',
  )

  for (const [part, at] of [
    ['lattice half', 5],
    ['curve half', 1100],
    ['ciphertext', 1120],
    ['tag', -1],
  ] as const)
    await malformed(
      `a bit of the sealed key’s ${part} flipped`,
      'flipped bit',
      'seal',
      'the seal authenticates it',
      inField('sealedKey', (bytes) => flip(bytes, at)),
    )
  for (const [part, at] of [
    ['nonce', 0],
    ['ciphertext', 24],
    ['tag', -1],
  ] as const)
    await malformed(
      `a bit of the metadata’s ${part} flipped`,
      'flipped bit',
      'box',
      'the box authenticates it',
      inField('metadata', (bytes) => flip(bytes, at)),
    )
  await malformed(
    'a bit of the commitment flipped',
    'flipped bit',
    'commitment',
    'it follows from what is sealed',
    { commitment: (bytes) => flip(bytes, 31) },
  )
  await malformed(
    'a bit of the key’s hash flipped',
    'flipped bit',
    'key',
    'it is the hash of the section’s key',
    inField('sectionKeyHash', (bytes) => flip(bytes, 0)),
  )
  await malformed(
    'the sealed key of another record',
    'swapped',
    'box',
    'another key opens no metadata',
    inField('sealedKey', () => field(other, 'sealedKey', 1168)),
  )
  await malformed(
    'the metadata of another record',
    'swapped',
    'box',
    'another key seals it',
    inField('metadata', () => field(other, 'metadata', 296)),
  )
  await relinked(
    'the body of another record',
    'the metadata is bound to its body',
    () => new Link(fromHex(bodyOf(other))),
    'box',
    'swapped',
  )
  await malformed('metadata bound to another body', 'swapped', 'box', 'the metadata is bound to its body', {
    boundBody: () => fromHex(bodyOf(other)),
  })
  await malformed(
    'the commitment of another record',
    'swapped',
    'commitment',
    'it follows from what is sealed',
    inField('commitment', () => field(other, 'commitment', 32)),
  )
  await malformed(
    'sealed to the key of another section',
    'another section’s',
    'key',
    'the record names the key that it is sealed to',
    {},
    { publicKey: ninth.publicKey },
  )
  await malformed(
    'sealed for another author',
    'another one’s',
    'seal',
    'the record key is sealed for one author',
    {},
    { author: random(20) },
  )
  await malformed(
    'sealed for another chart',
    'another chart’s',
    'seal',
    'the record key is sealed for one chart',
    {},
    { chart: random(32) },
  )
  let seen: Bytes = new Uint8Array()
  const seeing = (padded: Bytes) => {
    seen = padded
    return padded
  }
  const committed = (
    name: string,
    changes: { section?: number; author?: Bytes; chart?: Bytes; salt?: Bytes; digest?: Bytes },
  ) =>
    malformed(`committed with another ${name}`, 'contradiction', 'commitment', 'the commitment is over it', {
      padded: seeing,
      commitment: () =>
        hash(
          'commitment',
          placeOf({ ...place, chart: changes.chart ?? place.chart }),
          u8(changes.section ?? section),
          changes.author ?? author,
          changes.salt ?? model.salt,
          sha256(seen),
          changes.digest ?? sha256(model.document),
        ),
    })
  await committed('section', { section: 8 })
  await committed('author', { author: random(20) })
  await committed('chart', { chart: random(32) })
  await committed('salt', { salt: random(32) })
  await committed('document', { digest: random(32) })
  await malformed(
    'committed to metadata without its padding',
    'contradiction',
    'commitment',
    'the commitment is over the padded metadata',
    {
      padded: seeing,
      commitment: () =>
        hash(
          'commitment',
          placeOf(place),
          u8(section),
          author,
          model.salt,
          sha256(seen.slice(4)),
          sha256(model.document),
        ),
    },
  )

  // What only who has the record key can write.
  await malformed(
    'metadata padded by a block too many',
    'padding',
    'padding',
    'the padding is the shortest',
    { padded: (padded) => concat(padded, new Uint8Array(256)) },
  )
  await malformed('metadata whose padding is not zero', 'padding', 'padding', 'the padding is zero', {
    padded: (padded) => flip(padded, -1),
  })
  await malformed(
    'metadata that is no multiple of 256 bytes',
    'padding',
    'padding',
    'it is padded to 256 bytes',
    { padded: (padded) => concat(padded, u8(0)) },
  )
  await malformed('metadata longer than it is', 'padding', 'padding', 'its length fits what there is', {
    padded: (padded) => concat(fromHex('ffffffff'), padded.slice(4)),
  })
  await malformed(
    'metadata that takes in its padding',
    'padding',
    'encoding',
    'one object, and then padding',
    { padded: (padded) => concat(padded.slice(0, 2), fromHex('00fc'), padded.slice(4)) },
  )
  await malformed('metadata of no length', 'padding', 'padding', 'the padding is zero', {
    padded: (padded) => concat(new Uint8Array(4), padded.slice(4, 256)),
  })
  await malformed(
    'metadata not canonical',
    'not canonical',
    'encoding',
    'keys are sorted',
    inMetadata((map) => encodeMap(Object.entries(map))),
  )
  const described = (
    name: string,
    why: string,
    changes: Record<string, Plain>,
    category: Category = 'wrong type or value',
    check: Check = 'shape',
  ) =>
    malformed(
      name,
      category,
      check,
      why,
      inMetadata((map) => ({ ...map, ...changes })),
    )
  for (const name of ['salt', 'title', 'mediaType', 'createdAt', 'size', 'digest', 'cipherSize'])
    await malformed(
      `metadata without ${name}`,
      'unknown or missing key',
      'shape',
      'only happenedAt and amends may be absent',
      inMetadata(without(name)),
    )
  await described(
    'metadata with a key too many',
    'metadata has no such key',
    { author: 'Dr. Example' },
    'unknown or missing key',
  )
  await described('an empty title', 'a title has 1 to 500 bytes', { title: '' }, 'beyond a limit')
  await described('a title of 501 bytes', 'limits count bytes', { title: '字'.repeat(167) }, 'beyond a limit')
  await described('a title with a line break', 'texts have no control characters', { title: 'Blood\ngroup' })
  await described('a title with a control character above 127', 'texts have no control characters', {
    title: 'Blood\u0085group',
  })
  await described('a title with a zero', 'texts have no control characters', { title: 'Blood\0group' })
  await described(
    'a title that is not UTF-8',
    'texts are UTF-8',
    { title: new Raw(fromHex('62ff41')) },
    'not canonical',
    'encoding',
  )
  await described(
    'a title in more bytes than needed',
    'texts are UTF-8',
    { title: new Raw(fromHex('62c1a1')) },
    'not canonical',
    'encoding',
  )
  await described('a media type in capitals', 'a media type has small letters', { mediaType: 'Text/Plain' })
  await described('a media type without a subtype', 'a media type has two parts', { mediaType: 'text' })
  await described('a media type with an empty subtype', 'a media type has two parts', { mediaType: 'text/' })
  await described('a media type with a parameter', 'a media type has no parameters', {
    mediaType: 'text/plain;charset=utf-8',
  })
  await described(
    'a media type of 128 bytes',
    'it has at most 127 bytes',
    { mediaType: `text/${'a'.repeat(123)}` },
    'beyond a limit',
  )
  await described('a time without milliseconds', 'a time has milliseconds', {
    createdAt: '2026-01-31T09:30:00Z',
  })
  await described('a time in a zone', 'a time is in UTC', { createdAt: '2026-01-31T09:30:00.000+01:00' })
  await described('a time that no day has', 'a time is in the calendar', {
    createdAt: '2026-01-31T24:00:00.000Z',
  })
  await described('a day that no month has', 'a time is in the calendar', {
    createdAt: '2026-02-30T09:30:00.000Z',
  })
  await described('a time as a number', 'a time is a text', { createdAt: 1_790_000_000 })
  await described('happened on no day', 'a day is in the calendar', { happenedAt: '2026-02-29' })
  await described('happened in no month', 'a month is in the calendar', { happenedAt: '2026-13' })
  await described('happened on a day without zeros', 'months and days have two digits', {
    happenedAt: '2026-1-3',
  })
  await described('happened at a time', 'a day has no time', { happenedAt: '2026-01-31T09:30:00.000Z' })
  await described('happened that is null', 'it is a text or absent', { happenedAt: null })
  await described('a negative size', 'sizes are not negative', { size: -1 })
  await described('a size that is a text', 'sizes are numbers', { size: '22' })
  await described(
    'a cipher size that does not follow',
    'it follows from the size',
    { cipherSize: cipherSizeOf(23) },
    'contradiction',
  )
  await described(
    'a size that does not follow',
    'the cipher size follows from it',
    { size: 23 },
    'contradiction',
  )
  await described(
    'a salt of 31 bytes',
    'a salt has 32 bytes',
    { salt: random(31) },
    'too many or too few bytes',
  )
  await described(
    'a digest of 33 bytes',
    'a digest has 32 bytes',
    { digest: random(33) },
    'too many or too few bytes',
  )
  await described(
    'an amended pointer of 31 bytes',
    'a pointer has 32 bytes',
    { amends: random(31) },
    'too many or too few bytes',
  )
  await described('amends that is a link', 'a pointer is 32 bytes', { amends: new Link(rootCid(amends)) })
  await described('amends that is null', 'it is a pointer or absent', { amends: null })
  await malformed(
    'a record key of 31 bytes',
    'too many or too few bytes',
    'shape',
    'the sealed key has 1,168 bytes',
    { recordKey: (key) => key.slice(1) },
  )
  await malformed('another record key sealed', 'swapped', 'box', 'another key opens no metadata', {
    recordKey: () => random(32),
  })

  // What the body holds.
  const aged = (name: string, category: Category, why: string, age: AgeTwist) =>
    malformed(name, category, 'body', why, { age })
  const inFile = (name: string, category: Category, why: string, file: (file: Bytes) => Bytes) =>
    malformed(name, category, 'body', why, { file })
  await inFile('a bit of the body’s header flipped', 'flipped bit', 'the header has a MAC', (file) =>
    flip(file, 130),
  )
  await inFile(
    'a bit of the body’s nonce flipped',
    'flipped bit',
    'the payload’s key depends on it',
    (file) => flip(file, 170),
  )
  await inFile(
    'a bit of the body’s first chunk flipped',
    'flipped bit',
    'each chunk is authenticated',
    (file) => flip(file, 184),
  )
  await inFile('a bit of the body’s last tag flipped', 'flipped bit', 'each chunk is authenticated', (file) =>
    flip(file, -1),
  )
  await inFile('another version of age', 'version', 'the header is of version 1', (file) =>
    concat(utf8('age-encryption.org/v2'), file.slice(21)),
  )
  await inFile('lines that end as on Windows', 'not canonical', 'a header has no carriage returns', (file) =>
    concat(file.slice(0, 21), u8(13), file.slice(21)),
  )
  await aged('a MAC of another header', 'flipped bit', 'the header has a MAC', { mac: (mac) => flip(mac, 0) })
  await aged('a second stanza', 'contradiction', 'the header has one stanza', {
    stanzas: '-> ssh-ed25519 AAAA\nAAAA\n',
  })
  await aged('a stanza of another kind', 'wrong type or value', 'the stanza is of X25519', {
    stanza: (lines) => lines.replace('X25519', 'X25518'),
  })
  await aged('base64 that is not canonical', 'not canonical', 'spare bits are zero', {
    stanza: (lines) =>
      lines.replace(/(.)\n$/, (_, last: string) => {
        const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
        return `${alphabet[alphabet.indexOf(last) + 1]}\n`
      }),
  })
  await aged('a share of low order', 'wrong type or value', 'X25519 must not give zero', {
    share: () => [new Uint8Array(32), new Uint8Array(32)],
  })
  await aged('chunks of another length', 'contradiction', 'a chunk has 65,536 bytes unless it is the last', {
    chunkLength: 16,
  })
  await malformed(
    'a body encrypted to another',
    'another one’s',
    'body',
    'the identity follows from the record key',
    { body: () => fromHex(blocks[bodyOf(other)]!) },
  )
  const same = model.document.length
  const digest = sha256(random(same))
  await malformed('another document', 'swapped', 'body', 'the metadata has its digest', {
    metadata: (map) => ({ ...map, digest }),
    padded: seeing,
    commitment: () =>
      hash('commitment', placeOf(place), u8(section), author, model.salt, sha256(seen), digest),
  })
  await malformed('a shorter document', 'contradiction', 'body', 'the metadata has its length', {
    metadata: (map) => ({ ...map, size: same + 1, cipherSize: cipherSizeOf(same + 1) }),
  })
  await malformed('a longer document', 'contradiction', 'body', 'the metadata has its length', {
    metadata: (map) => ({ ...map, size: same - 1, cipherSize: cipherSizeOf(same - 1) }),
  })
  await malformed(
    'a body cut before its end',
    'too many or too few bytes',
    'body',
    'the cipher size is there',
    { body: (whole) => whole.slice(0, cipherSizeOf(same) - 1) },
  )
  await malformed('an empty body', 'too many or too few bytes', 'body', 'the cipher size is there', {
    body: () => new Uint8Array(),
  })
  await malformed(
    'a body longer than padded',
    'beyond a limit',
    'body',
    'its length follows from the cipher size',
    { body: (whole) => concat(whole, u8(0)) },
  )

  // How the body is stored.
  const stored = async (name: string, category: Category, check: Check, why: string, twist: FileTwist) => {
    const serves: Record<string, string> = {}
    const link = (cid: Bytes, index: number) => {
      const changed = twist.link?.(cid, index) ?? cid
      if (changed !== cid) serves[toHex(changed)] = blocks[toHex(cid)]!
      return changed
    }
    await refuse(name, category, check, why, { ...forged(inParts(2048, { ...twist, link })), serves })
  }
  await stored('a body that is a directory', 'wrong type or value', 'body', 'a body is a file', { type: 1 })
  await stored('a body that is a symbolic link', 'wrong type or value', 'body', 'a body is a file', {
    type: 4,
  })
  await stored('a body with a size too few', 'contradiction', 'body', 'each part has its size', {
    sizes: (sizes) => sizes.slice(1),
  })
  await stored('a body with wrong sizes', 'contradiction', 'body', 'each part has its size', {
    sizes: (sizes) => sizes.map((size, i) => size + (i === 0 ? 1 : -1)),
  })
  await stored('a body that links to dag-cbor', 'wrong type or value', 'body', 'parts are dag-pb or raw', {
    link: (cid) => concat(u8(1), u8(0x71), cid.slice(2)),
  })
  await stored('a body that links by version 0', 'wrong type or value', 'body', 'links are of version 1', {
    link: (cid) => cid.slice(2),
  })
  await malformed(
    'a body below seven levels of nodes',
    'beyond a limit',
    'body',
    'there are at most six',
    nested(7),
  )
  const oldLinks: Record<string, string> = {}
  await refuse(
    'a body that links a node by version 0',
    'wrong type or value',
    'body',
    'links are of version 1',
    {
      ...forged({
        putBody: (body) => {
          const halves = [body.slice(0, 2048), body.slice(2048)].map((half) => forgeFile(half, 1024, blocks))
          for (const half of halves) oldLinks[toHex(half.slice(2))] = blocks[toHex(half)]!
          return forgeFile(body, 2048, blocks, { link: (_, index) => halves[index]!.slice(2) })
        },
      }),
      serves: oldLinks,
    },
  )
  await malformed('a node that is no UnixFS', 'wrong type or value', 'body', 'a body is a file', {
    putBody: () => {
      const bytes = fromHex('0a03ffffff')
      const cid = concat(new Uint8Array([1, 0x70, 0x12, 32]), sha256(bytes))
      blocks[toHex(cid)] = toHex(bytes)
      return cid
    },
  })
  const parted = forged(inParts(2048, {}))
  const nodeCid = bodyOf(parted)
  const parts = Object.keys(blocks).filter((cid) => cid.startsWith('0155') && blocks[nodeCid]!.includes(cid))
  await refuse('no second part', 'missing', 'missing', 'no store has it', {
    ...parted,
    serves: { [parts[0]!]: null },
  })
  await refuse('a bit of a part flipped', 'flipped bit', 'hash', 'the link names the part', {
    ...parted,
    ...serving(blocks, parts[0]!, (part) => flip(part, 9)),
  })
  await refuse('the parts swapped', 'swapped', 'hash', 'the links name the parts', {
    ...parted,
    serves: { [parts[0]!]: blocks[parts[1]!]!, [parts[1]!]: blocks[parts[0]!]! },
  })
  await refuse('the node flipped', 'flipped bit', 'hash', 'the link names the node', {
    ...parted,
    ...serving(blocks, nodeCid, (node) => flip(node, 3)),
  })
  return save()
}
