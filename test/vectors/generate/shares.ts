import { createKeyringContents, rotateKeyring } from '../../../client/crypto/keyring.ts'
import type { KeyringContents } from '../../../client/crypto/keyring.ts'
import { deriveRelocatedSeed, deriveSectionSeed } from '../../../client/crypto/sectionKeys.ts'
import { forgeKeyring, forgeRecord, forgeSeal, type Plain, type PlainMap, random } from '../forge.ts'
import type { KeyringModel, KeyringShare, KeyringTwist, RecordModel, RecordTwist } from '../forge.ts'
import { type Bytes, concat, fromHex, sha256, toHex, u32, u8, utf8 } from '../reader/bytes.ts'
import type { Check } from '../reader/index.ts'
import { placeOf } from '../reader/keyring.ts'
import { keyPair } from '../reader/primitives.ts'
import type { Category, Inputs } from '../vectors.ts'
import { cidHex, collect, flip, serving } from './collect.ts'
import { type Account, clientKeyring, clientReader, clientShare, makeAccount } from './keyrings.ts'
import { CHAIN_ID } from './profiles.ts'
import { clientRecord, clientRelocation, type Place } from './records.ts'

export const generateShares = async () => {
  const { blocks, accept, refuse, save } = collect(
    'shares',
    'Shares of single records, opened from a keyring with the reader’s account keys down to the document.',
  )
  const place: Place = { chainId: CHAIN_ID, contract: random(20), chart: random(32) }
  const at = { chainId: CHAIN_ID, contract: toHex(place.contract), chart: toHex(place.chart) }
  const scope = { chainId: CHAIN_ID, contract: `0x${at.contract}` } as const
  const chart = `0x${at.chart}` as const
  const [owner, doctor, nurse, stranger] = Array.from({ length: 4 }, makeAccount) as [
    Account,
    Account,
    Account,
    Account,
  ]
  const [section, author] = [12, owner.account]
  const filed = { section, epoch: 1, author }

  // As the client shares.
  const first = createKeyringContents({
    scope,
    chart,
    title: 'Ana’s chart',
    sections: [{ number: section, label: 'Medications' }],
    owner: clientReader(owner, 'owner'),
  })
  const seedOf = (secret: Uint8Array, epoch: number, keyEpoch = epoch) => {
    const seed =
      epoch === keyEpoch
        ? deriveSectionSeed(secret, first, section, epoch)
        : deriveRelocatedSeed(secret, first, section, epoch, keyEpoch)
    return new Uint8Array(seed)
  }
  const seed = seedOf(first.secret, 1)
  const pointer = await clientRecord(
    blocks,
    place,
    { ...filed, publicKey: keyPair(seed).publicKey },
    utf8('Metformin 500 mg'),
    { title: 'Prescription', mediaType: 'text/plain', happenedAt: '2026-01' },
  )
  const second = rotateKeyring(first, 2)
  const relocatedSeed = seedOf(second.secret, 1, 2)
  const { pointer: moved, recordKey } = await clientRelocation(
    blocks,
    place,
    filed,
    { pointer, seed },
    { keyEpoch: 2, publicKey: keyPair(relocatedSeed).publicKey },
  )
  const { recordKey: movedKey } = await clientRelocation(
    { ...blocks },
    place,
    filed,
    { pointer: moved, original: pointer, seed: relocatedSeed },
    { keyEpoch: 3, publicKey: keyPair(random(32)).publicKey },
  )
  const share = await clientShare(place, doctor, { number: 1, pointer, recordKey })
  const shared = await clientKeyring(blocks, { ...first, shares: [share] })
  const readers = [...first.readers, clientReader(doctor, 'grantee', { read: [section], since: 2 })]
  const relocations = [{ section, epoch: 1, keyEpoch: 2 }]
  const later: KeyringContents = { ...second, readers, relocations, shares: [share] }
  const carried = await clientKeyring(blocks, later)
  const anew = await clientKeyring(blocks, {
    ...later,
    shares: [await clientShare(place, doctor, { number: 1, pointer: moved, recordKey: movedKey })],
  })
  const record = {
    number: 1,
    pointer: toHex(pointer),
    author: toHex(author),
    section,
    epoch: 1,
    amends: null,
  }
  const relocated = { ...record, pointer: toHex(moved), original: toHex(pointer) }
  const as = (
    { account, key }: Account,
    epoch: number,
    keyring: string,
    of: Inputs['shares']['record'] = record,
  ): Inputs['shares'] => ({
    ...at,
    epoch,
    keyring,
    reader: toHex(account),
    secretKeys: [toHex(key.seed)],
    record: of,
  })
  await accept('a share of who has no other access', as(doctor, 1, shared))
  await accept('a share that a later keyring carries on, of who has a grant too', as(doctor, 2, carried))
  await accept('a share that was sealed anew after a relocation', as(doctor, 2, anew, relocated))
  await accept('with an earlier account key', {
    ...as(doctor, 1, shared),
    secretKeys: [toHex(random(32)), toHex(doctor.key.seed)],
  })
  await refuse(
    'a share of before the relocation, at the present pointer',
    'contradiction',
    'seal',
    'a share names the pointer; it opens at the former one',
    as(doctor, 2, carried, relocated),
  )
  await refuse(
    'a share of after the relocation, at the former pointer',
    'contradiction',
    'seal',
    'a share names the pointer',
    as(doctor, 2, anew),
  )

  // From here on by the other writer.
  const key = keyPair(random(32))
  const recordModel: RecordModel = {
    ...place,
    section,
    epoch: 3,
    keyEpoch: 3,
    author: nurse.account,
    publicKey: key.publicKey,
    document: utf8('Blood group 0 negative'),
    recordKey: random(32),
    salt: random(32),
    metadata: { title: 'Blood group', mediaType: 'text/plain', createdAt: '2026-01-31T09:30:00.000Z' },
  }
  const forgedRecord = (changes: Partial<RecordModel> = {}, twist: RecordTwist = {}) =>
    forgeRecord({ ...recordModel, ...changes }, blocks, twist)
  const [one, other] = [forgedRecord(), forgedRecord({ recordKey: random(32), salt: random(32) })]
  const share3: KeyringShare = {
    account: doctor.account,
    publicKey: doctor.key.publicKey,
    profile: doctor.profile,
    number: 3,
    pointer: one,
    recordKey: recordModel.recordKey,
  }
  const { account, publicKey, profile } = { ...nurse, publicKey: nurse.key.publicKey }
  const nurses = { account, publicKey, profile }
  const model: KeyringModel = {
    ...place,
    epoch: 6,
    secret: random(32),
    earlier: [],
    title: 'Ana’s chart',
    labels: [{ number: section, label: 'Medications' }],
    relocations: [],
    roster: [
      {
        account: owner.account,
        publicKey: owner.key.publicKey,
        profile: owner.profile,
        role: 'owner',
        read: [],
        write: [],
        since: 1,
      },
    ],
    shares: [share3, { ...share3, ...nurses }, { ...share3, number: 8, recordKey: random(32) }],
    people: [],
  }
  const forge = (twist: KeyringTwist = {}, changes: Partial<KeyringModel> = {}) =>
    toHex(forgeKeyring({ ...model, ...changes }, blocks, twist))
  const facts: Inputs['shares']['record'] = {
    number: 3,
    pointer: toHex(one),
    author: toHex(nurse.account),
    section,
    epoch: 3,
    amends: null,
  }
  const sound = as(doctor, 6, forge(), facts)
  await accept('by another writer', sound)
  await accept('by another writer, for another reader', as(nurse, 6, sound.keyring, facts))
  const amends = random(32)
  const amending = forgedRecord({ metadata: { ...recordModel.metadata, amends } })
  const withShare = (changes: Partial<KeyringShare>, twist: KeyringTwist = {}) =>
    forge(twist, { shares: [{ ...share3, ...changes }, ...model.shares.slice(1)] })
  const amended = {
    ...sound,
    keyring: withShare({ pointer: amending }),
    record: { ...facts, pointer: toHex(amending), amends: toHex(amends) },
  }
  await accept('a record that amends another', amended)
  const firstRoot = fromHex(blocks[cidHex(one)]!)
  const relocation = (changes: Partial<RecordModel> = {}, twist: RecordTwist = {}) => {
    const recordKey = random(32)
    const pointer = forgedRecord({ keyEpoch: 5, recordKey, original: firstRoot, ...changes }, twist)
    return {
      ...sound,
      keyring: withShare({ pointer, recordKey }),
      record: { ...facts, pointer: toHex(pointer), original: toHex(one) },
    }
  }
  await accept('by another writer, of a relocated record', relocation())

  // What the chain or the reader says otherwise.
  const given = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    changes: Partial<Inputs['shares']>,
  ) => refuse(name, category, check, why, { ...sound, ...changes })
  const of = (changes: Partial<Inputs['shares']['record']>) => ({ record: { ...facts, ...changes } })
  const isOtherScope = 'another chain’s or contract’s'
  await given('another chain', isOtherScope, 'place', 'a keyring names its chain', { chainId: 1 })
  await given('another contract', isOtherScope, 'place', 'a keyring names its contract', {
    contract: toHex(random(20)),
  })
  await given('another chart', 'another chart’s', 'place', 'a keyring names its chart', {
    chart: toHex(random(32)),
  })
  await given('another epoch', 'another epoch’s', 'place', 'a keyring names its epoch', { epoch: 5 })
  await given('a reader without a share', 'another one’s', 'key', 'a tag names the reader', {
    reader: toHex(stranger.account),
  })
  await given('the owner, who has no share', 'another one’s', 'key', 'a tag names the reader', {
    reader: toHex(owner.account),
    secretKeys: [toHex(owner.key.seed)],
  })
  await given('another reader’s share', 'another one’s', 'seal', 'the share is for the reader’s key', {
    reader: toHex(nurse.account),
  })
  await given('another account key', 'another one’s', 'seal', 'the share is for the reader’s key', {
    secretKeys: [toHex(random(32))],
  })
  await given(
    'a record that is not shared',
    'another one’s',
    'key',
    'a tag names the number',
    of({ number: 4 }),
  )
  await given(
    'another pointer',
    'contradiction',
    'seal',
    'a share names the pointer',
    of({ pointer: toHex(other) }),
  )
  await given(
    'another author',
    'another one’s',
    'box',
    'a box names the author',
    of({ author: toHex(random(20)) }),
  )
  await given('another section', 'another section’s', 'box', 'a box names the section', of({ section: 13 }))
  await given(
    'filed in an earlier epoch',
    'another epoch’s',
    'box',
    'a box names the filing epoch',
    of({ epoch: 2 }),
  )
  await given(
    'filed in a later epoch',
    'another epoch’s',
    'place',
    'no key is from before the filing',
    of({ epoch: 4 }),
  )
  await given(
    'amends nothing, and the chain says that it does',
    'contradiction',
    'amends',
    'the chain and the author name the same',
    of({ amends: toHex(amends) }),
  )
  await refuse(
    'amends, and the chain says nothing',
    'contradiction',
    'amends',
    'the chain and the author name the same',
    { ...amended, record: { ...amended.record, amends: null } },
  )
  await given(
    'not relocated, and the chain says that it was',
    'missing',
    'original',
    'a relocated record holds its original',
    of({ original: toHex(other) }),
  )
  const settled = relocation()
  await refuse(
    'relocated, and the chain names no original',
    'contradiction',
    'original',
    'only a relocated record holds an original',
    { ...settled, record: { ...facts, pointer: settled.record.pointer } },
  )
  await refuse(
    'relocated, with the original of another record',
    'swapped',
    'original',
    'the original is what the author filed',
    relocation({ original: fromHex(blocks[cidHex(other)]!) }),
  )
  await refuse(
    'another title in relocation',
    'contradiction',
    'original',
    'the commitment stays',
    relocation({ metadata: { ...recordModel.metadata, title: 'Another' } }),
  )
  await refuse(
    'another commitment in relocation',
    'contradiction',
    'commitment',
    'the commitment stays',
    relocation({}, { commitment: () => random(32) }),
  )
  const cid = cidHex(one)
  await given('no block of the record', 'missing', 'missing', 'no store has it', { serves: { [cid]: null } })
  await given(
    'a bit of the record flipped',
    'flipped bit',
    'hash',
    'the pointer names the block',
    serving(blocks, cid, (block) => flip(block, 700)),
  )
  await given(
    'a bit of the keyring flipped',
    'flipped bit',
    'hash',
    'the pointer names the block',
    serving(blocks, cidHex(fromHex(sound.keyring)), (block) => flip(block, 1500)),
  )

  // What was sealed otherwise.
  const sealed = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    twist: KeyringTwist,
    changes: Partial<KeyringShare> = {},
  ) => refuse(name, category, check, why, { ...sound, keyring: withShare(changes, twist) })
  const bound = (context: readonly Bytes[], position: number, value: Bytes) =>
    context.map((part, i) => (i === position ? value : part))
  await sealed('a share sealed for another chart', 'another chart’s', 'seal', 'a share names its chart', {
    shareContext: (context) => bound(context, 0, placeOf({ ...place, chart: random(32) })),
  })
  await sealed('a share sealed for another chain', isOtherScope, 'seal', 'a share names its chain', {
    shareContext: (context) => bound(context, 0, placeOf({ ...place, chainId: 1 })),
  })
  await sealed('a share sealed for another number', 'another one’s', 'seal', 'a share names the number', {
    shareContext: (context) => bound(context, 1, u32(4)),
  })
  await sealed('a share sealed for another pointer', 'contradiction', 'seal', 'a share names the pointer', {
    shareContext: (context) => bound(context, 2, other),
  })
  await sealed('a share sealed for another reader', 'another one’s', 'seal', 'a share names the reader', {
    shareContext: (context) => bound(context, 3, nurse.account),
  })
  await sealed('a share sealed without its pointer', 'missing', 'seal', 'a share names the pointer', {
    shareContext: (context) => context.filter((_, i) => i !== 2),
  })
  await sealed('a share that names its epoch', 'contradiction', 'seal', 'a share names no epoch', {
    shareContext: (context) => [...context, u32(6)],
  })
  const resealed = (label: string, context: readonly Uint8Array[]): KeyringTwist => ({
    shares: (shares) =>
      shares.map((entry) => ({
        ...entry,
        sealed: forgeSeal(doctor.key.publicKey, label, context, recordModel.recordKey),
      })),
  })
  for (const [role, code] of [
    ['an owner', 1],
    ['a delegate', 2],
    ['a grantee', 3],
    ['a successor', 4],
  ] as const)
    await sealed(
      `a share sealed as ${role}’s seal`,
      'swapped',
      'seal',
      'a seal has its label',
      resealed('keyring seal', [placeOf(place), u32(6), doctor.account, u8(code)]),
    )
  await sealed(
    'a share sealed as a record key',
    'swapped',
    'seal',
    'a seal has its label',
    resealed('record key', [placeOf(place), u8(section), u32(3), u32(3), nurse.account]),
  )
  await sealed(
    'another record’s key',
    'swapped',
    'box',
    'the key opens the metadata',
    {},
    {
      recordKey: random(32),
    },
  )
  await refuse(
    'the key of the first root in a share of the relocated one',
    'contradiction',
    'box',
    'a relocated record has a key of its own',
    {
      ...settled,
      keyring: withShare({ pointer: fromHex(settled.record.pointer) }),
    },
  )
  await sealed('the shares of two readers swapped', 'swapped', 'seal', 'a share names its reader', {
    shares: (shares) => shares.map((entry, i) => ({ ...entry, sealed: shares[(i + 1) % 3]!['sealed']! })),
  })
  await sealed('the shares swapped the other way', 'swapped', 'seal', 'a share names reader and number', {
    shares: (shares) => shares.map((entry, i) => ({ ...entry, sealed: shares[(i + 2) % 3]!['sealed']! })),
  })
  const inShare = (change: (entry: PlainMap) => Plain): KeyringTwist => ({
    shares: (shares) => shares.map(change),
  })
  for (const [part, position] of [
    ['lattice half', 0],
    ['curve half', 1090],
    ['ciphertext', 1130],
    ['tag', -1],
  ] as const)
    await sealed(
      `a bit of the share’s ${part} flipped`,
      'flipped bit',
      'seal',
      'the seal authenticates it',
      inShare((entry) => ({ ...entry, sealed: flip(entry['sealed'] as Bytes, position) })),
    )
  await sealed('another tag', 'contradiction', 'key', 'a share is found by its tag', {
    shares: (shares) =>
      shares
        .map((entry) => ({ ...entry, tag: sha256(entry['tag'] as Bytes).slice(0, 16) }))
        .toSorted((a, b) => Buffer.compare(a.tag, b.tag)),
  })
  await sealed('no shares', 'missing', 'key', 'a share is found by its tag', { shares: () => [] })
  await sealed('shares out of order', 'order', 'shape', 'shares ascend by tag', {
    shares: (shares) => shares.toReversed(),
  })
  await sealed('a share twice', 'order', 'shape', 'shares ascend by tag', {
    shares: (shares) => shares.flatMap((entry) => [entry, entry]),
  })
  await sealed(
    'a share a byte long',
    'too many or too few bytes',
    'shape',
    'a share has 1,168 bytes',
    inShare((entry) => ({ ...entry, sealed: concat(entry['sealed'] as Bytes, u8(0)) })),
  )
  await sealed(
    'a share with a key too many',
    'unknown or missing key',
    'shape',
    'a share has a tag alone',
    inShare((entry) => ({ ...entry, reader: doctor.account })),
  )
  return save()
}
