import { createKeyring, createKeyringContents, rotateKeyring } from '../../../client/crypto/keyring.ts'
import type { KeyringContents, Reader, Share } from '../../../client/crypto/keyring.ts'
import { sealShare } from '../../../client/crypto/share.ts'
import { encodeMap, forgeBox, forgeKeyring, type Plain, type PlainMap, random, Raw } from '../forge.ts'
import type { Blocks, KeyringModel, KeyringReader, KeyringShare, KeyringTwist } from '../forge.ts'
import { type Bytes, concat, fromHex, sha256, toHex, u32, u8 } from '../reader/bytes.ts'
import { Link } from '../reader/cbor.ts'
import type { Check, Role } from '../reader/index.ts'
import { placeOf } from '../reader/keyring.ts'
import { keyPair } from '../reader/primitives.ts'
import type { Category, Inputs, ReaderInput } from '../vectors.ts'
import { cidHex, collect, flip, serving } from './collect.ts'
import { CHAIN_ID } from './profiles.ts'
import type { Place } from './records.ts'
import { bytesOf } from './wallets.ts'

/** An account whose key reads keyrings. */
export const makeAccount = () => {
  const key = keyPair(random(32))
  return { account: random(20), key, profile: random(32) }
}

export type Account = ReturnType<typeof makeAccount>

export const clientReader = (
  { account, key, profile }: Pick<Account, 'account' | 'profile'> & { key: { publicKey: Uint8Array } },
  role: Role,
  rights: { read?: readonly number[]; write?: readonly number[]; since?: number } = {},
): Reader => ({
  account: `0x${toHex(account)}`,
  publicKey: key.publicKey,
  profile: `0x${toHex(profile)}`,
  role,
  read: [],
  write: [],
  since: 1,
  ...rights,
})

/** A share as the client seals it. */
export const clientShare = async (
  place: Place,
  { account, key, profile }: Account,
  { number, pointer, recordKey }: Pick<KeyringShare, 'number' | 'pointer' | 'recordKey'>,
): Promise<Share> => {
  const share = {
    account: `0x${toHex(account)}`,
    publicKey: key.publicKey,
    number,
    pointer: `0x${toHex(pointer)}`,
  } as const
  const scope = { chainId: place.chainId, contract: `0x${toHex(place.contract)}` } as const
  const sealed = await sealShare({ ...share, scope, chart: `0x${toHex(place.chart)}`, recordKey })
  return { ...share, profile: `0x${toHex(profile)}`, sealed }
}

/** A keyring as the client makes it. */
export const clientKeyring = async (blocks: Blocks, contents: KeyringContents) => {
  const made = await createKeyring(contents)
  for (const { cid, bytes } of made.blocks) blocks[toHex(cid.bytes)] = toHex(bytes)
  return toHex(bytesOf(made.pointer))
}

export const readersOf = (readers: readonly Reader[]): ReaderInput[] =>
  readers.map(({ account, role, read, write, since }) => ({
    account: account.slice(2),
    role,
    read,
    write,
    since,
  }))

export const generateKeyrings = async () => {
  const { blocks, accept, refuse, save } = collect(
    'keyrings',
    'Keyrings, opened as each of their readers down to the keys of the sections.',
  )
  const place: Place = { chainId: CHAIN_ID, contract: random(20), chart: random(32) }
  const scope = { chainId: CHAIN_ID, contract: `0x${toHex(place.contract)}` } as const
  const chart = `0x${toHex(place.chart)}` as const
  const at = { chainId: CHAIN_ID, contract: toHex(place.contract), chart: toHex(place.chart) }
  const [owner, delegate, doctor, lab, nurse, successor] = Array.from({ length: 6 }, makeAccount) as [
    Account,
    Account,
    Account,
    Account,
    Account,
    Account,
  ]

  const as = (
    { account, key }: Account,
    role: Role,
    epoch: number,
    pointer: string,
    readers?: readonly Reader[],
  ): Inputs['keyrings'] => ({
    ...at,
    epoch,
    pointer,
    reader: toHex(account),
    role,
    secretKeys: [toHex(key.seed)],
    ...(readers ? { readers: readersOf(readers) } : {}),
  })

  // One epoch.
  const ownReader = clientReader(owner, 'owner')
  const first = createKeyringContents({
    scope,
    chart,
    title: 'Ana’s chart',
    sections: [
      { number: 63, label: 'Mental health' },
      { number: 0, label: 'Medications' },
    ],
    owner: ownReader,
  })
  const alone = await clientKeyring(blocks, first)
  await accept('a new chart’s, as owner', as(owner, 'owner', 1, alone, first.readers))
  await accept(
    'no sections, as owner',
    as(owner, 'owner', 1, await clientKeyring(blocks, { ...first, sections: [] }), first.readers),
  )

  const shared: KeyringContents = {
    ...first,
    readers: [
      ownReader,
      clientReader(delegate, 'delegate'),
      clientReader(doctor, 'grantee', { read: [0, 63], write: [0] }),
      clientReader(lab, 'grantee', { write: [63] }),
      clientReader(nurse, 'grantee', { read: [0], write: [63] }),
    ],
    people: [{ account: `0x${toHex(doctor.account)}`, name: 'Dr. Example' }],
  }
  const pointer = await clientKeyring(blocks, shared)
  await accept('one epoch, as owner', as(owner, 'owner', 1, pointer, shared.readers))
  await accept('one epoch, as delegate', as(delegate, 'delegate', 1, pointer, shared.readers))
  await accept('one epoch, as a grantee of both sections', as(doctor, 'grantee', 1, pointer))
  await accept('one epoch, as a grantee who may only write', as(lab, 'grantee', 1, pointer))
  await accept('one epoch, as a grantee who reads one and writes another', as(nurse, 'grantee', 1, pointer))

  // Epochs 1, 2, 4 and 5: the third was never keyed. A section came in the fourth.
  const second = rotateKeyring(shared, 2)
  const fourth = rotateKeyring(second, 4)
  const fifth: KeyringContents = {
    ...rotateKeyring(
      {
        ...fourth,
        sections: [fourth.sections[0]!, { number: 17, label: 'Laboratory' }, fourth.sections[1]!],
      },
      5,
    ),
    relocations: [
      { section: 0, epoch: 1, keyEpoch: 2 },
      { section: 0, epoch: 1, keyEpoch: 5 },
      { section: 17, epoch: 4, keyEpoch: 5 },
    ],
    readers: [
      ownReader,
      clientReader(delegate, 'delegate', { since: 4 }),
      clientReader(doctor, 'grantee', { read: [0, 17, 63], since: 1 }),
      clientReader(lab, 'grantee', { read: [0, 17], write: [63], since: 3 }),
      clientReader(nurse, 'grantee', { read: [17, 63], write: [17], since: 5 }),
    ],
  }
  const late = await clientKeyring(blocks, fifth)
  await accept('several epochs, as owner', as(owner, 'owner', 5, late, fifth.readers))
  await accept('several epochs, as delegate', as(delegate, 'delegate', 5, late, fifth.readers))
  await accept('several epochs, as a grantee with all history', as(doctor, 'grantee', 5, late))
  await accept(
    'several epochs, as a grantee with history since an epoch without keys',
    as(lab, 'grantee', 5, late),
  )
  await accept('several epochs, as a grantee from now on', as(nurse, 'grantee', 5, late))
  await accept('with an earlier account key', {
    ...as(doctor, 'grantee', 5, late),
    secretKeys: [toHex(random(32)), toHex(doctor.key.seed)],
  })
  const knownFirst = { epoch: 1, pointer, readers: readersOf(shared.readers) }
  await accept('after one that was known', {
    ...as(owner, 'owner', 5, late, fifth.readers),
    known: knownFirst,
  })
  const again = await clientKeyring(blocks, { ...shared, people: [], readers: [shared.readers[0]!] })
  await accept('sealed anew in its epoch', {
    ...as(owner, 'owner', 1, again, [ownReader]),
    known: knownFirst,
  })

  // Shares of single records, and a chart that was offered.
  const aRecord = (number: number) => ({ number, pointer: random(32), recordKey: random(32) })
  const records = [aRecord(1), aRecord(2 ** 24 - 1)] as const
  const offered: KeyringContents = {
    ...fifth,
    readers: [...fifth.readers, clientReader(successor, 'successor', { since: 5 })],
    shares: [
      await clientShare(place, doctor, records[0]),
      await clientShare(place, successor, records[0]),
      await clientShare(place, doctor, records[1]),
    ],
  }
  const offer = await clientKeyring(blocks, offered)
  for (const [who, account] of [
    ['owner', owner],
    ['delegate', delegate],
    ['successor', successor],
  ] as const)
    await accept(`with shares and a successor, as ${who}`, {
      ...as(account, who, 5, offer, offered.readers),
      known: {
        ...knownFirst,
        ...(who === 'owner' ? {} : { epoch: 5, pointer: offer, readers: readersOf(offered.readers) }),
      },
    })
  await accept('with shares and a successor, as grantee', as(doctor, 'grantee', 5, offer))
  const carried: KeyringContents = { ...rotateKeyring(offered, 9), readers: fifth.readers }
  const carriedPointer = await clientKeyring(blocks, carried)
  await accept('shares that a later keyring carries on', {
    ...as(owner, 'owner', 9, carriedPointer, carried.readers),
    known: { epoch: 5, pointer: offer, readers: readersOf(offered.readers) },
  })
  await accept('no share is left', {
    ...as(
      owner,
      'owner',
      9,
      await clientKeyring(blocks, { ...carried, shares: [], people: first.people }),
      carried.readers,
    ),
    known: { epoch: 5, pointer: offer, readers: readersOf(offered.readers) },
  })
  const accepted: KeyringContents = {
    ...rotateKeyring(offered, 6),
    readers: [clientReader(successor, 'owner')],
    shares: [],
  }
  await accept(
    'the first one of a successor who accepted, as owner',
    as(successor, 'owner', 6, await clientKeyring(blocks, accepted), accepted.readers),
  )
  const twice: KeyringContents = {
    ...fifth,
    readers: [ownReader, clientReader(nurse, 'delegate'), clientReader(lab, 'successor')],
  }
  const both2 = await clientKeyring(blocks, twice)
  await accept('a grantee whom the keyring names delegate', {
    ...as(nurse, 'grantee', 5, both2),
    grant: { read: [0], write: [17], since: 2 },
  })
  await accept('a grantee whom the keyring names successor', {
    ...as(lab, 'grantee', 5, both2),
    grant: { read: [0, 17, 63], write: [], since: 1 },
  })
  await accept('a grantee from now on whom the keyring names successor', {
    ...as(lab, 'grantee', 5, both2),
    grant: { read: [63], write: [], since: 5 },
  })
  await refuse(
    'a grantee without a seal, who has a share',
    'another one’s',
    'key',
    'a share gives its record alone',
    {
      ...as(successor, 'grantee', 9, carriedPointer),
      grant: { read: [0], write: [], since: 1 },
    },
  )

  const laterReaders: Reader[] = [ownReader]
  const jumped = rotateKeyring({ ...fifth, readers: laterReaders }, 300)
  await accept(
    'an epoch far later',
    as(owner, 'owner', 300, await clientKeyring(blocks, jumped), laterReaders),
  )

  // From here on by the other writer.
  const readerOf = (
    { account, key, profile }: Account,
    role: Role,
    rights: Partial<KeyringReader> = {},
  ): KeyringReader => ({
    account,
    publicKey: key.publicKey,
    profile,
    role,
    read: [],
    write: [],
    since: 1,
    ...rights,
  })
  const sharedWith = ({ account, key, profile }: Account) => ({
    account,
    publicKey: key.publicKey,
    profile,
    pointer: random(32),
    recordKey: random(32),
  })
  const model: KeyringModel = {
    ...place,
    epoch: 6,
    secret: random(32),
    earlier: [1, 2, 5].map((epoch) => ({ epoch, secret: random(32) })),
    title: 'Ana’s chart',
    labels: [
      { number: 4, label: 'Medications' },
      { number: 9, label: 'Laboratory' },
    ],
    relocations: [
      [4, 1, 5],
      [4, 1, 6],
    ],
    roster: [readerOf(owner, 'owner'), readerOf(doctor, 'grantee', { read: [4, 9], write: [4], since: 2 })],
    shares: [
      { ...sharedWith(doctor), number: 3 },
      { ...sharedWith(lab), number: 3 },
      { ...sharedWith(doctor), number: 7 },
    ],
    people: [{ account: doctor.account, name: 'Dr. Example' }],
  }
  const forge = (twist: KeyringTwist = {}, changes: Partial<KeyringModel> = {}) =>
    toHex(forgeKeyring({ ...model, ...changes }, blocks, twist))
  const chainReaders = (roster: readonly KeyringReader[] = model.roster): ReaderInput[] =>
    roster.map(({ account, role, read, write, since }) => ({
      account: toHex(account),
      role,
      read,
      write,
      since,
    }))
  const asOwner = (pointer: string, roster?: readonly KeyringReader[]): Inputs['keyrings'] => ({
    ...as(owner, 'owner', 6, pointer),
    readers: chainReaders(roster),
  })
  const asGrantee = (pointer: string) => as(doctor, 'grantee', 6, pointer)

  const sound = forge()
  await accept('by another writer, as owner', asOwner(sound))
  await accept('by another writer, as grantee', asGrantee(sound))
  const split = forge({ perBlock: 1 })
  await accept('a history in three blocks, as owner', asOwner(split))
  await accept('a history in three blocks, as grantee', asGrantee(split))
  const before: KeyringModel = {
    ...model,
    epoch: 5,
    secret: model.earlier[2]!.secret,
    earlier: model.earlier.slice(0, 2),
    relocations: [[4, 1, 5]],
  }
  const known = { epoch: 5, pointer: toHex(forgeKeyring(before, blocks)), readers: chainReaders() }
  await accept('by another writer, after one that was known', { ...asOwner(sound), known })
  const kept = toHex(forgeKeyring({ ...model, relocations: before.relocations }, blocks))
  await accept('a delegate’s, with the relocations that the owner made', {
    ...asOwner(kept),
    isDelegates: true,
    known,
  })
  await refuse(
    'a delegate’s, with a relocation of its own',
    'contradiction',
    'known',
    'the owner alone relocates, and a delegate could fill the keyring so',
    { ...asOwner(sound), isDelegates: true, known },
  )
  const marked = forge({}, { title: '\uFEFFAna’s chart' })
  await refuse(
    'a title that begins with a byte order mark, as owner',
    'wrong type or value',
    'shape',
    'decoders drop a byte order mark',
    asOwner(marked),
  )
  await refuse(
    'a title that begins with a byte order mark, as grantee',
    'wrong type or value',
    'shape',
    'decoders drop a byte order mark',
    asGrantee(marked),
  )

  // What the chain or the reader says otherwise.
  const cid = cidHex(fromHex(sound))
  const facts = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    changes: Partial<Inputs['keyrings']>,
  ) => refuse(name, category, check, why, { ...asGrantee(sound), ...changes })
  const isOtherScope = 'another chain’s or contract’s'
  await facts('another chain', isOtherScope, 'place', 'a keyring names its chain', { chainId: 1 })
  await facts('another contract', isOtherScope, 'place', 'a keyring names its contract', {
    contract: toHex(random(20)),
  })
  await facts('another chart', 'another chart’s', 'place', 'a keyring names its chart', {
    chart: toHex(random(32)),
  })
  await facts('an earlier epoch', 'another epoch’s', 'place', 'a keyring names its epoch', { epoch: 5 })
  await facts('a later epoch', 'another epoch’s', 'place', 'a keyring names its epoch', { epoch: 7 })
  await facts('a reader without a seal', 'another one’s', 'key', 'no seal is theirs', {
    reader: toHex(nurse.account),
  })
  await facts('a grantee as delegate', 'contradiction', 'seal', 'a seal names the role', {
    role: 'delegate',
    readers: chainReaders(),
  })
  await facts('a grantee as owner', 'contradiction', 'seal', 'a seal names the role', {
    role: 'owner',
    readers: chainReaders(),
  })
  await refuse('the owner as grantee', 'contradiction', 'seal', 'a seal names the role', {
    ...asOwner(sound),
    role: 'grantee',
  })
  await facts('another account key', 'another one’s', 'seal', 'the seal is for the reader’s key', {
    secretKeys: [toHex(random(32)), toHex(nurse.key.seed)],
  })
  await facts('no block', 'missing', 'missing', 'no store has it', { serves: { [cid]: null } })
  await facts('the keyring before', 'swapped', 'hash', 'the pointer names the block', {
    serves: { [cid]: blocks[cidHex(fromHex(known.pointer))]! },
  })
  await facts(
    'a bit of the block flipped',
    'flipped bit',
    'hash',
    'the pointer names the block',
    serving(blocks, cid, (block) => flip(block, 1500)),
  )
  await facts(
    'the block cut off',
    'too many or too few bytes',
    'hash',
    'the pointer names the block',
    serving(blocks, cid, (block) => block.slice(0, 2000)),
  )

  // What is malformed in clear, as anyone sees it.
  const malformed = (name: string, category: Category, check: Check, why: string, twist: KeyringTwist) =>
    refuse(name, category, check, why, asGrantee(forge(twist)))
  const inKeyring = (change: (map: PlainMap) => Plain): KeyringTwist => ({
    keyring: (map) => change(map),
  })
  const inSection = (change: (section: PlainMap, i: number) => Plain): KeyringTwist => ({
    sections: (sections) => sections.map(change),
  })
  const inSeal = (change: (seal: PlainMap, i: number) => Plain): KeyringTwist => ({
    seals: (seals) => seals.map(change),
  })
  const without = (key: string) => (map: PlainMap) =>
    Object.fromEntries(Object.entries(map).filter(([name]) => name !== key))
  await malformed(
    'a byte after the object',
    'too many or too few bytes',
    'encoding',
    'one object makes the block',
    { bytes: (block) => concat(block, u8(0)) },
  )
  await malformed(
    'keys in another order',
    'not canonical',
    'encoding',
    'keys are sorted',
    inKeyring((map) => encodeMap(Object.entries(map))),
  )
  await malformed(
    'a later version',
    'version',
    'version',
    'v is 1',
    inKeyring((map) => ({ ...map, v: 2, notes: [] })),
  )
  await malformed(
    'another type',
    'wrong type or value',
    'shape',
    'it is no keyring',
    inKeyring((map) => ({ ...map, type: 'chartkey/profile' })),
  )
  await malformed(
    'a key too many',
    'unknown or missing key',
    'shape',
    'a keyring has no such key',
    inKeyring((map) => ({ ...map, notes: [] })),
  )
  for (const name of ['sections', 'seals', 'shares', 'earlier', 'owner'])
    await malformed(
      `without ${name}`,
      'unknown or missing key',
      'shape',
      'no key may be absent',
      inKeyring(without(name)),
    )
  await malformed(
    'a chain that is a text',
    'wrong type or value',
    'shape',
    'a chain id is a number',
    inKeyring((map) => ({ ...map, chainId: '1337' })),
  )
  await malformed(
    'a chain beyond 2^53',
    'beyond a limit',
    'encoding',
    'a chain id is at most 2^53 - 1',
    inKeyring((map) => ({ ...map, chainId: new Raw(fromHex('1b0020000000000000')) })),
  )
  await malformed(
    'a contract of 32 bytes',
    'too many or too few bytes',
    'shape',
    'a contract has 20 bytes',
    inKeyring((map) => ({ ...map, contract: concat(new Uint8Array(12), place.contract) })),
  )
  await malformed(
    'another chart named',
    'contradiction',
    'place',
    'the chain names the chart',
    inKeyring((map) => ({ ...map, chart: random(32) })),
  )
  await malformed(
    'epoch 0 named',
    'wrong type or value',
    'shape',
    'epochs start at 1',
    inKeyring((map) => ({ ...map, epoch: 0 })),
  )
  await malformed(
    'an epoch beyond 24 bits',
    'beyond a limit',
    'shape',
    'an epoch has 24 bits',
    inKeyring((map) => ({ ...map, epoch: 2 ** 24 })),
  )
  await malformed('sections out of order', 'order', 'shape', 'sections ascend', {
    sections: (sections) => sections.toReversed(),
  })
  await malformed('a section twice', 'order', 'shape', 'sections ascend', {
    sections: (sections) => [sections[0]!, sections[0]!],
  })
  await malformed(
    'section 64',
    'beyond a limit',
    'shape',
    'sections are 0 to 63',
    inSection((section, i) => ({ ...section, number: i === 1 ? 64 : 4 })),
  )
  await malformed(
    'a section without history',
    'unknown or missing key',
    'shape',
    'a history is a link or null',
    inSection(without('history')),
  )
  await malformed(
    'a section with a label',
    'unknown or missing key',
    'shape',
    'labels are never public',
    inSection((section) => ({ ...section, label: 'Medications' })),
  )
  await malformed(
    'a public key a byte short',
    'too many or too few bytes',
    'shape',
    'a public key has 1,216 bytes',
    inSection((section) => ({ ...section, publicKey: (section['publicKey'] as Bytes).slice(1) })),
  )
  await malformed(
    'a history that is no link',
    'wrong type or value',
    'shape',
    'a history is a link or null',
    inSection((section) => ({ ...section, history: random(36) })),
  )
  await malformed(
    'a history of raw bytes',
    'wrong type or value',
    'shape',
    'a history is of dag-cbor',
    inSection((section) => ({
      ...section,
      history: new Link(concat(u8(1), u8(0x55), (section['history'] as Link).cid.slice(2))),
    })),
  )
  await malformed('seals out of order', 'order', 'shape', 'seals ascend by tag', {
    seals: (seals) => seals.toReversed(),
  })
  await malformed('a seal twice', 'order', 'shape', 'seals ascend by tag', {
    seals: (seals) => seals.flatMap((seal) => [seal, seal]),
  })
  await malformed(
    'a tag of 15 bytes',
    'too many or too few bytes',
    'shape',
    'a tag has 16 bytes',
    inSeal((seal) => ({ ...seal, tag: (seal['tag'] as Bytes).slice(1) })),
  )
  await malformed(
    'a seal too short for a secret',
    'too many or too few bytes',
    'shape',
    'a seal has at least 1,168 bytes',
    inSeal((seal) => ({ ...seal, sealed: (seal['sealed'] as Bytes).slice(0, 1167) })),
  )
  await malformed(
    'a seal with the reader in clear',
    'unknown or missing key',
    'shape',
    'a seal has a tag alone',
    inSeal((seal) => ({ ...seal, reader: doctor.account })),
  )
  await malformed('the seals swapped', 'swapped', 'seal', 'a seal names its reader', {
    seals: ([a, b]) => [
      { ...a!, sealed: b!['sealed']! },
      { ...b!, sealed: a!['sealed']! },
    ],
  })
  for (const [part, position] of [
    ['lattice half', 0],
    ['curve half', 1090],
    ['ciphertext', 1200],
    ['tag', -1],
  ] as const)
    await malformed(
      `a bit of the seal’s ${part} flipped`,
      'flipped bit',
      'seal',
      'the seal authenticates it',
      inSeal((seal) => ({
        ...seal,
        sealed: flip(
          seal['sealed'] as Bytes,
          position === 1200 ? Math.min(1200, (seal['sealed'] as Bytes).length - 20) : position,
        ),
      })),
    )
  await malformed(
    'the seal cut off',
    'too many or too few bytes',
    'seal',
    'the seal authenticates it',
    inSeal((seal) => ({
      ...seal,
      sealed:
        (seal['sealed'] as Bytes).length > 1168 ? (seal['sealed'] as Bytes).slice(0, -1) : seal['sealed']!,
    })),
  )
  let foreign: readonly PlainMap[] = []
  forgeKeyring(before, {}, { seals: (seals) => (foreign = seals) })
  const sealOf = (seals: readonly PlainMap[]) =>
    seals.find(({ sealed }) => (sealed as Bytes).length > 1168)!['sealed']!
  await malformed(
    'a seal of another epoch',
    'another epoch’s',
    'seal',
    'a seal names its epoch',
    inSeal((seal) =>
      (seal['sealed'] as Bytes).length === 1168 ? seal : { ...seal, sealed: sealOf(foreign) },
    ),
  )

  // Shares, as anyone sees them.
  const inShare = (change: (share: PlainMap, i: number) => Plain): KeyringTwist => ({
    shares: (shares) => shares.map(change),
  })
  await malformed(
    'a share’s keys in another order',
    'not canonical',
    'encoding',
    'keys are sorted',
    inShare((share) => encodeMap(Object.entries(share).toReversed())),
  )
  await malformed('shares out of order', 'order', 'shape', 'shares ascend by tag', {
    shares: (shares) => shares.toReversed(),
  })
  await malformed('a share twice', 'order', 'shape', 'shares ascend by tag', {
    shares: ([share, ...rest]) => [share!, share!, ...rest],
  })
  await malformed('two shares of one tag', 'order', 'shape', 'shares ascend by tag', {
    shares: ([a, b, c]) => [a!, { ...b!, tag: a!['tag']! }, c!],
  })
  await malformed(
    'a share’s tag of 15 bytes',
    'too many or too few bytes',
    'shape',
    'a tag has 16 bytes',
    inShare((share) => ({ ...share, tag: (share['tag'] as Bytes).slice(1) })),
  )
  await malformed(
    'a share a byte short',
    'too many or too few bytes',
    'shape',
    'a share has 1,168 bytes',
    inShare((share) => ({ ...share, sealed: (share['sealed'] as Bytes).slice(1) })),
  )
  await malformed(
    'a share a byte long',
    'too many or too few bytes',
    'shape',
    'a share has 1,168 bytes',
    inShare((share) => ({ ...share, sealed: concat(share['sealed'] as Bytes, u8(0)) })),
  )
  await malformed(
    'a share with its record’s number in clear',
    'unknown or missing key',
    'shape',
    'a share has a tag alone',
    inShare((share) => ({ ...share, number: 3 })),
  )
  await malformed(
    'a share without a tag',
    'unknown or missing key',
    'shape',
    'a share has a tag',
    inShare(without('tag')),
  )
  await malformed(
    'a share that is a list',
    'wrong type or value',
    'shape',
    'a share is a map',
    inShare((share) => [share['tag']!, share['sealed']!]),
  )
  await malformed(
    'shares that are null',
    'wrong type or value',
    'shape',
    'shares are a list',
    inKeyring((map) => ({ ...map, shares: null })),
  )
  await malformed('513 shares', 'beyond a limit', 'shape', 'there are at most 512 shares', {
    shares: ([share]) =>
      Array.from({ length: 513 }, (_, i) => ({ ...share!, tag: concat(new Uint8Array(12), u32(i)) })),
  })
  // A block of its own, so that the long keyring is filed by naming it.
  const filler = random(16_384)
  blocks[toHex(concat(fromHex('01551220'), sha256(filler)))] = toHex(filler)
  await malformed('a keyring of 1,048,577 bytes', 'beyond a limit', 'size', 'it has at most 1,048,576', {
    bytes: (block) => concat(block, ...Array<Bytes>(64).fill(filler)).slice(0, 1_048_577),
  })

  // What a grantee finds in its seal.
  const granted = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    change: (map: PlainMap) => Plain,
  ) => malformed(name, category, check, why, { grantee: (map) => change(map) })
  const inGranted = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    change: (section: PlainMap, i: number) => Plain,
  ) =>
    granted(name, category, check, why, (map) => ({
      ...map,
      sections: (map['sections'] as PlainMap[]).map(change),
    }))
  await inGranted(
    'a seed that makes another public key',
    'contradiction',
    'key',
    'a seed makes the section’s public key',
    (section) => ({ ...section, seed: random(32) }),
  )
  await granted(
    'the seeds of two sections swapped',
    'swapped',
    'key',
    'a seed makes the section’s public key',
    (map) => {
      const [a, b] = map['sections'] as [PlainMap, PlainMap]
      return {
        ...map,
        sections: [
          { ...a, seed: b['seed']! },
          { ...b, seed: a['seed']! },
        ],
      }
    },
  )
  await inGranted(
    'a section that the keyring lacks',
    'contradiction',
    'key',
    'the keyring has the section',
    (section, i) => ({ ...section, number: i === 1 ? 10 : 4 }),
  )
  await inGranted(
    'a seed of 31 bytes',
    'too many or too few bytes',
    'shape',
    'a seed has 32 bytes',
    (section) => ({ ...section, seed: (section['seed'] as Bytes).slice(1) }),
  )
  await inGranted(
    'no chain where there is history',
    'missing',
    'shape',
    'with history there is a chain',
    (section) => ({ ...section, chain: null }),
  )
  await inGranted(
    'a chain of 33 bytes',
    'too many or too few bytes',
    'shape',
    'a chain has 32 bytes',
    (section) => ({ ...section, chain: concat(section['chain'] as Bytes, u8(0)) }),
  )
  await inGranted(
    'a chain without a seed',
    'contradiction',
    'shape',
    'who may only write has no chain',
    (section) => ({ ...section, seed: null }),
  )
  await inGranted(
    'another chain of the history',
    'contradiction',
    'box',
    'a chain opens the entries',
    (section) => ({
      ...section,
      chain: random(32),
    }),
  )
  await granted(
    'the chains of two sections swapped',
    'swapped',
    'box',
    'a chain opens the entries',
    (map) => {
      const [a, b] = map['sections'] as [PlainMap, PlainMap]
      return {
        ...map,
        sections: [
          { ...a, chain: b['chain']! },
          { ...b, chain: a['chain']! },
        ],
      }
    },
  )
  await inGranted(
    'a section with a key too many',
    'unknown or missing key',
    'shape',
    'a section has four keys',
    (section) => ({ ...section, note: '' }),
  )
  await inGranted('an empty label', 'beyond a limit', 'shape', 'a label has 1 to 100 bytes', (section) => ({
    ...section,
    label: '',
  }))
  await inGranted(
    'a label of 101 bytes',
    'beyond a limit',
    'shape',
    'a label has 1 to 100 bytes',
    (section) => ({ ...section, label: 'a'.repeat(101) }),
  )
  await granted('granted sections out of order', 'order', 'shape', 'sections ascend', (map) => ({
    ...map,
    sections: (map['sections'] as Plain[]).toReversed(),
  }))
  await granted('since 0', 'wrong type or value', 'shape', 'epochs start at 1', (map) => ({
    ...map,
    since: 0,
  }))
  await granted(
    'since a later epoch',
    'contradiction',
    'shape',
    'since is at most the keyring’s epoch',
    (map) => ({ ...map, since: 7 }),
  )
  await granted(
    'a chain where history starts now',
    'contradiction',
    'shape',
    'without history there is no chain',
    (map) => ({ ...map, since: 6 }),
  )
  await granted(
    'a chain of a later epoch than since',
    'contradiction',
    'box',
    'the chain is that of since',
    (map) => ({ ...map, since: 1 }),
  )
  await granted('an empty title', 'beyond a limit', 'shape', 'a title has 1 to 200 bytes', (map) => ({
    ...map,
    title: '',
  }))
  await granted(
    'a title with a control character',
    'wrong type or value',
    'shape',
    'texts have no control characters',
    (map) => ({ ...map, title: 'Ana\u007f' }),
  )
  await granted(
    'a grantee’s map with a key too many',
    'unknown or missing key',
    'shape',
    'it has three keys',
    (map) => ({ ...map, secret: random(32) }),
  )
  await granted(
    'a grantee’s map without since',
    'unknown or missing key',
    'shape',
    'it has three keys',
    without('since'),
  )
  await malformed(
    'a grantee’s map padded by a block too many',
    'padding',
    'padding',
    'the padding is the shortest',
    { granteePadded: (padded) => concat(padded, new Uint8Array(256)) },
  )
  await malformed('a grantee’s map whose padding is not zero', 'padding', 'padding', 'the padding is zero', {
    granteePadded: (padded) => flip(padded, -1),
  })
  await malformed(
    'the secret in a grantee’s seal',
    'contradiction',
    'padding',
    'a grantee gets a padded map',
    { granteePadded: () => model.secret },
  )

  // Histories, as grantee and as owner.
  const both = async (
    name: string,
    category: Category,
    check: Check,
    why: string,
    twist: KeyringTwist,
    serves: Record<string, string | null> = {},
  ) => {
    const pointer = forge(twist)
    await refuse(`${name}, as grantee`, category, check, why, { ...asGrantee(pointer), serves })
    await refuse(`${name}, as owner`, category, check, why, { ...asOwner(pointer), serves })
  }
  const inHistory = (change: (map: PlainMap) => Plain): KeyringTwist => ({
    history: (map) => change(map),
  })
  const inEntries = (change: (entries: readonly Plain[]) => readonly Plain[]) =>
    inHistory((map) => ({ ...map, entries: change(map['entries'] as Plain[]) }))
  const inBox = (change: (boxed: Bytes) => Bytes) =>
    inEntries((entries) =>
      entries.map((entry) => [(entry as Plain[])[0]!, change((entry as Plain[])[1] as Bytes)]),
    )
  await both(
    'a history of another section',
    'another section’s',
    'history',
    'a block names its section',
    inHistory((map) => ({ ...map, section: map['section'] === 4 ? 9 : 4 })),
  )
  await both(
    'a bit of the history’s entries flipped',
    'flipped bit',
    'box',
    'the box authenticates it',
    inBox((boxed) => flip(boxed, 24)),
  )
  await both(
    'a history that does not descend',
    'order',
    'history',
    'epochs descend',
    inEntries((entries) => entries.toReversed()),
  )
  await both(
    'an epoch twice in the history',
    'order',
    'history',
    'epochs descend',
    inEntries((entries) => entries.flatMap((entry) => [entry, entry])),
  )
  await both(
    'an entry of the keyring’s epoch',
    'contradiction',
    'history',
    'entries are of earlier epochs',
    inEntries((entries) => [[6, (entries[0] as Plain[])[1]!], ...entries]),
  )
  await both(
    'an entry of epoch 0',
    'wrong type or value',
    'shape',
    'epochs start at 1',
    inEntries((entries) => [...entries, [0, (entries[0] as Plain[])[1]!]]),
  )
  await both(
    'an entry under another epoch',
    'swapped',
    'box',
    'a box names its epoch',
    inEntries((entries) =>
      entries.map((entry, i) => [(entry as Plain[])[0]!, (entries[(i + 1) % entries.length] as Plain[])[1]!]),
    ),
  )
  await both(
    'no entries',
    'missing',
    'shape',
    'a block has at least one',
    inEntries(() => []),
  )
  await both(
    'an entry of three',
    'wrong type or value',
    'shape',
    'an entry is a pair',
    inEntries((entries) => entries.map((entry) => [...(entry as Plain[]), null])),
  )
  await both(
    'a box too short for a seed',
    'too many or too few bytes',
    'shape',
    'a box has at least 76 bytes',
    inBox((boxed) => boxed.slice(0, 75)),
  )
  await both(
    'a history block of a later version',
    'version',
    'version',
    'v is 1',
    inHistory((map) => ({ ...map, v: 2 })),
  )
  await both(
    'a history block of another type',
    'wrong type or value',
    'shape',
    'it is no history',
    inHistory((map) => ({ ...map, type: 'chartkey/keyring' })),
  )
  await both(
    'a history block with a key too many',
    'unknown or missing key',
    'shape',
    'it has five keys',
    inHistory((map) => ({ ...map, epoch: 6 })),
  )
  await both(
    'a history block without next',
    'unknown or missing key',
    'shape',
    'next is a link or null',
    inHistory(without('next')),
  )
  await both(
    'a history block that is not canonical',
    'not canonical',
    'encoding',
    'keys are sorted',
    inHistory((map) => encodeMap(Object.entries(map))),
  )
  await both(
    'a next block of raw bytes',
    'wrong type or value',
    'shape',
    'a next block is of dag-cbor',
    inHistory((map) => ({ ...map, next: new Link(concat(fromHex('01551220'), random(32))) })),
  )
  await both(
    'a seed of 31 bytes in an entry',
    'too many or too few bytes',
    'shape',
    'seeds are sequences of 36 bytes',
    { entry: (bytes) => concat(bytes, random(35)) },
  )
  await both(
    'an entry that begins with another epoch',
    'contradiction',
    'history',
    'an entry begins with its own epoch',
    { entry: (bytes, epoch) => concat(u32(epoch + 1), bytes.slice(4, 36)) },
  )
  await both('257 seeds in an entry', 'beyond a limit', 'shape', 'an entry has at most 256', {
    entry: (bytes, epoch) =>
      concat(
        bytes.slice(0, 36),
        ...Array.from({ length: 256 }, (_, i) => concat(u32(epoch + 1 + i), new Uint8Array(32))),
      ),
  })
  await both('an entry’s seeds out of order', 'order', 'shape', 'seeds ascend', {
    entry: (bytes) => concat(bytes, bytes),
  })
  const linked = forge({ perBlock: 1 })
  const historyCids = Object.keys(blocks).filter((known) => {
    const at = blocks[known]!.indexOf(toHex(new TextEncoder().encode('chartkey/history')))
    return at > 0 && blocks[cidHex(fromHex(linked))]!.includes(known)
  })
  for (const [role, input] of [
    ['grantee', asGrantee(linked)],
    ['owner', asOwner(linked)],
  ] as const) {
    const newest = historyCids[0]!
    await refuse(`no history block, as ${role}`, 'missing', 'missing', 'no store has it', {
      ...input,
      serves: { [newest]: null },
    })
    await refuse(
      `a bit of a history block flipped, as ${role}`,
      'flipped bit',
      'hash',
      'the link names the block',
      { ...input, ...serving(blocks, newest, (block) => flip(block, -1)) },
    )
    await refuse(`another history block, as ${role}`, 'swapped', 'hash', 'the link names the block', {
      ...input,
      serves: { [newest]: blocks[historyCids[1]!]! },
    })
  }
  const crossed = inHistory((map) => ({
    ...map,
    entries: (map['entries'] as Plain[]).slice(0, -1),
    next: new Link(fromHex(historyCids[0]!)),
  }))
  await refuse(
    'a history that goes on in another section’s, as owner',
    'another section’s',
    'history',
    'all blocks are of one section',
    asOwner(forge(crossed, { roster: [model.roster[0]!] }), [model.roster[0]!]),
  )

  // What only owner and delegates see.
  const owned = (
    name: string,
    category: Category,
    check: Check,
    why: string,
    twist: KeyringTwist,
    changes: Partial<KeyringModel> = {},
    roster: readonly KeyringReader[] = model.roster,
  ) => refuse(name, category, check, why, asOwner(forge(twist, changes), roster))
  await owned('another secret sealed', 'contradiction', 'box', 'the secret opens the owner’s part', {
    sealedSecret: () => random(32),
  })
  await owned('a secret of 33 bytes', 'too many or too few bytes', 'shape', 'a secret has 32 bytes', {
    sealedSecret: (secret) => concat(secret, u8(0)),
  })
  await owned(
    'a public key that does not follow',
    'contradiction',
    'key',
    'public keys follow from the secret',
    inSection((section, i) => (i === 0 ? section : { ...section, publicKey: nurse.key.publicKey })),
  )
  await owned(
    'a section’s history left out',
    'missing',
    'history',
    'histories are whole',
    inSection((section) => ({ ...section, history: null })),
  )
  await owned(
    'an epoch of the history left out',
    'missing',
    'history',
    'histories are whole',
    inEntries((entries) => entries.slice(1)),
  )
  await owned(
    'the oldest epoch of the history left out',
    'missing',
    'history',
    'histories are whole',
    inEntries((entries) => entries.slice(0, -1)),
  )
  await owned('another seed in the history', 'contradiction', 'history', 'seeds follow from the secrets', {
    entry: (bytes, epoch) => (epoch === 5 ? concat(bytes.slice(0, 4), random(32)) : bytes),
  })
  await owned(
    'another relocated seed in the history',
    'contradiction',
    'history',
    'relocated seeds follow from the secret of the key epoch',
    {
      entry: (bytes) => (bytes.length > 36 ? concat(bytes.slice(0, 40), random(32), bytes.slice(72)) : bytes),
    },
  )
  await owned(
    'the seeds of two relocations swapped',
    'swapped',
    'history',
    'relocated seeds follow from the secret of the key epoch',
    {
      entry: (bytes) =>
        bytes.length > 72
          ? concat(
              bytes.slice(0, 40),
              bytes.slice(76, 108),
              bytes.slice(72, 76),
              bytes.slice(40, 72),
              bytes.slice(108),
            )
          : bytes,
    },
  )
  await owned('a relocated seed left out', 'missing', 'history', 'relocated keys are in the history', {
    entry: (bytes) => bytes.slice(0, 36),
  })
  await owned(
    'a seed of no relocation',
    'contradiction',
    'history',
    'only relocated keys are in the history',
    { entry: (bytes, epoch) => (epoch === 2 ? concat(bytes, u32(5), random(32)) : bytes) },
  )
  await owned('earlier secrets a byte short', 'too many or too few bytes', 'shape', 'entries have 36 bytes', {
    earlier: (bytes) => bytes.slice(0, -1),
  })
  await owned('earlier secrets out of order', 'order', 'shape', 'they ascend', {
    earlier: (bytes) => concat(bytes.slice(36, 72), bytes.slice(0, 36), bytes.slice(72)),
  })
  await owned('an earlier secret twice', 'order', 'shape', 'they ascend', {
    earlier: (bytes) => concat(bytes.slice(0, 36), bytes),
  })
  await owned(
    'an earlier secret of the keyring’s epoch',
    'contradiction',
    'shape',
    'they are of earlier epochs',
    { earlier: (bytes) => concat(bytes, u32(6), random(32)) },
  )
  await owned('an earlier secret of epoch 0', 'wrong type or value', 'shape', 'epochs start at 1', {
    earlier: (bytes) => concat(u32(0), random(32), bytes),
  })
  await owned('an earlier secret left out', 'missing', 'shape', 'relocations and histories need it', {
    earlier: (bytes) => bytes.slice(36),
  })
  await owned('another earlier secret', 'contradiction', 'history', 'the history follows from it', {
    earlier: (bytes) => concat(bytes.slice(0, 40), random(32), bytes.slice(72)),
  })
  await owned(
    'the owner’s part of another chart',
    'another chart’s',
    'box',
    'a box names its chart',
    inKeyring((map) => ({
      ...map,
      owner: forgeBox(
        model.secret,
        'keyring owner',
        [placeOf({ ...place, chart: random(32) }), u32(6)],
        random(256),
      ),
    })),
  )
  await owned(
    'earlier secrets of another epoch',
    'another epoch’s',
    'box',
    'a box names its epoch',
    inKeyring((map) => ({
      ...map,
      earlier: forgeBox(model.secret, 'earlier secrets', [placeOf(place), u32(5)], new Uint8Array()),
    })),
  )
  await owned(
    'the owner’s two boxes swapped',
    'swapped',
    'box',
    'a box has its label',
    inKeyring((map) => ({
      ...map,
      owner: forgeBox(model.secret, 'earlier secrets', [placeOf(place), u32(6)], random(256)),
    })),
  )
  await owned(
    'the owner’s part flipped',
    'flipped bit',
    'box',
    'the box authenticates it',
    inKeyring((map) => ({ ...map, owner: flip(map['owner'] as Bytes, 99) })),
  )
  await owned(
    'the owner’s part padded by a block too many',
    'padding',
    'padding',
    'the padding is the shortest',
    { partPadded: (padded) => concat(padded, new Uint8Array(256)) },
  )
  await owned('the owner’s part with padding that is not zero', 'padding', 'padding', 'the padding is zero', {
    partPadded: (padded) => flip(padded, -1),
  })
  const inPart = (change: (map: PlainMap) => Plain): KeyringTwist => ({
    part: (map) => change(map),
  })
  const set = (name: string, value: Plain | ((before: Plain) => Plain)) =>
    inPart((map) => ({ ...map, [name]: typeof value === 'function' ? value(map[name]!) : value }))
  await owned(
    'the owner’s part not canonical',
    'not canonical',
    'encoding',
    'keys are sorted',
    inPart((map) => encodeMap(Object.entries(map).toReversed())),
  )
  await owned(
    'the owner’s part without people',
    'unknown or missing key',
    'shape',
    'no key may be absent',
    inPart(without('people')),
  )
  await owned(
    'the owner’s part without shares',
    'unknown or missing key',
    'shape',
    'no key may be absent',
    inPart(without('shares')),
  )
  await owned(
    'the owner’s part with a key too many',
    'unknown or missing key',
    'shape',
    'it has six keys',
    set('note', ''),
  )
  await owned(
    'an empty title for the owner',
    'beyond a limit',
    'shape',
    'a title has 1 to 200 bytes',
    set('title', ''),
  )
  await owned(
    'a title of 201 bytes',
    'beyond a limit',
    'shape',
    'a title has 1 to 200 bytes',
    set('title', 'a'.repeat(201)),
  )
  await owned(
    'a section without a label',
    'missing',
    'shape',
    'labels are for exactly the sections',
    set('labels', (labels) => (labels as Plain[]).slice(1)),
  )
  await owned(
    'a label without a section',
    'contradiction',
    'shape',
    'labels are for exactly the sections',
    set('labels', (labels) => [...(labels as Plain[]), { number: 20, label: 'Other' }]),
  )
  await owned(
    'labels out of order',
    'order',
    'shape',
    'labels ascend',
    set('labels', (labels) => (labels as Plain[]).toReversed()),
  )
  await owned(
    'a label twice',
    'contradiction',
    'shape',
    'no label is there twice',
    set('labels', (labels) => (labels as PlainMap[]).map((label) => ({ ...label, label: 'Medications' }))),
  )
  await owned(
    'relocations out of order',
    'order',
    'shape',
    'relocations ascend',
    set('relocations', (list) => (list as Plain[]).toReversed()),
  )
  await owned(
    'a relocation twice',
    'order',
    'shape',
    'relocations ascend',
    set('relocations', (list) => [(list as Plain[])[0]!, ...(list as Plain[])]),
  )
  await owned(
    'a relocation of an epoch without keys',
    'contradiction',
    'shape',
    'both epochs have keys',
    set('relocations', [[4, 3, 6]]),
  )
  await owned(
    'a relocation to an epoch without keys',
    'contradiction',
    'shape',
    'both epochs have keys',
    set('relocations', [[4, 1, 3]]),
  )
  await owned(
    'a relocation to an earlier epoch',
    'contradiction',
    'shape',
    'the key epoch is later',
    set('relocations', [[4, 5, 1]]),
  )
  await owned(
    'a relocation to its own epoch',
    'contradiction',
    'shape',
    'the key epoch is later',
    set('relocations', [[4, 5, 5]]),
  )
  await owned(
    'a relocation of no section',
    'contradiction',
    'shape',
    'the section is there',
    set('relocations', [[20, 1, 5]]),
  )
  await owned(
    'a relocation of two',
    'wrong type or value',
    'shape',
    'relocations are triples',
    set('relocations', [[4, 1]]),
  )
  const inShares = (change: (shares: readonly PlainMap[]) => readonly Plain[]) =>
    set('shares', (shares) => change(shares as PlainMap[]))
  const eachShare = (change: (share: PlainMap) => Plain) => inShares((shares) => shares.map(change))
  const areOfTheRoot = 'the shares are exactly those of the root'
  await accept(
    'readers and shares in another order, as owner',
    asOwner(
      forge(
        inPart((map) => ({
          ...map,
          roster: (map['roster'] as Plain[]).toReversed(),
          shares: (map['shares'] as Plain[]).toReversed(),
        })),
      ),
    ),
  )
  await owned(
    'a share left out of the owner’s part',
    'missing',
    'shape',
    areOfTheRoot,
    inShares((shares) => shares.slice(1)),
  )
  await owned('a share left out of the root', 'missing', 'shape', areOfTheRoot, {
    shares: (shares) => shares.slice(1),
  })
  await owned(
    'a share too many in the owner’s part',
    'contradiction',
    'shape',
    areOfTheRoot,
    inShares((shares) => [...shares, { ...shares[0]!, number: 4 }]),
  )
  await owned(
    'a share for another reader in the owner’s part',
    'swapped',
    'roster',
    areOfTheRoot,
    inShares(([share, ...rest]) => [{ ...share!, account: nurse.account }, ...rest]),
  )
  await owned(
    'a share of another record in the owner’s part',
    'swapped',
    'roster',
    areOfTheRoot,
    inShares(([share, ...rest]) => [{ ...share!, number: 4 }, ...rest]),
  )
  await owned(
    'a share twice in the owner’s part',
    'contradiction',
    'roster',
    areOfTheRoot,
    inShares(([share, , ...rest]) => [share!, share!, ...rest]),
  )
  await owned('the tag of another chart’s share', 'another chart’s', 'roster', areOfTheRoot, {
    shares: ([share, ...rest]) =>
      [{ ...share!, tag: random(16) }, ...rest].toSorted((a, b) =>
        Buffer.compare(a['tag'] as Bytes, b['tag'] as Bytes),
      ),
  })
  await owned(
    'a share of record 0',
    'wrong type or value',
    'shape',
    'numbers start at 1',
    eachShare((share) => ({ ...share, number: 0 })),
  )
  await owned(
    'a share of a record beyond 24 bits',
    'beyond a limit',
    'shape',
    'a number has 24 bits',
    eachShare((share) => ({ ...share, number: 2 ** 24 })),
  )
  await owned(
    'a share’s pointer of 31 bytes',
    'too many or too few bytes',
    'shape',
    'a pointer has 32 bytes',
    eachShare((share) => ({ ...share, pointer: random(31) })),
  )
  await owned(
    'a share’s public key of 1,217 bytes',
    'too many or too few bytes',
    'shape',
    'a public key has 1,216 bytes',
    eachShare((share) => ({ ...share, publicKey: random(1217) })),
  )
  await owned(
    'a share without a profile',
    'unknown or missing key',
    'shape',
    'a share has five keys',
    eachShare(without('profile')),
  )
  await owned(
    'a share that says until when',
    'unknown or missing key',
    'shape',
    'the chain says until when',
    eachShare((share) => ({ ...share, until: 1_790_000_000 })),
  )
  const inRoster = (change: (reader: PlainMap, i: number) => Plain) =>
    set('roster', (roster) => (roster as PlainMap[]).map(change))
  await owned(
    'a reader without a role',
    'unknown or missing key',
    'shape',
    'a reader has seven keys',
    inRoster(without('role')),
  )
  await owned(
    'a reader of an unknown role',
    'wrong type or value',
    'shape',
    'roles are owner, delegate, successor and grantee',
    inRoster((reader, i) => (i === 0 ? reader : { ...reader, role: 'emergency' })),
  )
  await owned(
    'rights of seven bytes',
    'too many or too few bytes',
    'shape',
    'rights have 8 bytes',
    inRoster((reader) => ({ ...reader, read: new Uint8Array(7) })),
  )
  await owned(
    'rights of the owner',
    'contradiction',
    'roster',
    'an owner has them all',
    inRoster((reader, i) => (i === 1 ? reader : { ...reader, read: fromHex('0000000000000010') })),
  )
  await owned(
    'rights to no section',
    'contradiction',
    'roster',
    'the chart has the section',
    inRoster((reader, i) => (i === 0 ? reader : { ...reader, read: fromHex('8000000000000010') })),
  )
  await owned(
    'a reader’s key of 1,215 bytes',
    'too many or too few bytes',
    'shape',
    'a public key has 1,216 bytes',
    inRoster((reader) => ({ ...reader, publicKey: (reader['publicKey'] as Bytes).slice(1) })),
  )
  await owned(
    'a reader since a later epoch',
    'contradiction',
    'shape',
    'since is at most the keyring’s epoch',
    inRoster((reader) => ({ ...reader, since: 7 })),
  )
  await owned(
    'a reader left out of the roster',
    'missing',
    'shape',
    'the roster has one for each seal',
    set('roster', (roster) => (roster as Plain[]).slice(0, 1)),
  )
  await owned(
    'a reader twice in the roster',
    'contradiction',
    'shape',
    'the roster has one for each seal',
    set('roster', (roster) => [...(roster as Plain[]), (roster as Plain[])[1]!]),
  )
  await owned(
    'another reader in the roster',
    'swapped',
    'roster',
    'the seals are for those in the roster',
    inRoster((reader, i) => (i === 0 ? reader : { ...reader, account: nurse.account })),
    {},
    [model.roster[0]!, readerOf(nurse, 'grantee', { read: [4, 9], write: [4], since: 2 })],
  )
  await owned(
    'no owner in the roster',
    'missing',
    'roster',
    'there is one owner',
    inRoster((reader) => ({ ...reader, role: reader['role'] === 'owner' ? 'delegate' : 'grantee' })),
    {},
    [readerOf(owner, 'delegate'), model.roster[1]!],
  )
  await owned(
    'a person twice',
    'contradiction',
    'shape',
    'no account is named twice',
    set('people', (people) => [...(people as Plain[]), ...(people as Plain[])]),
  )
  await owned(
    'a person without a name',
    'beyond a limit',
    'shape',
    'a name has 1 to 200 bytes',
    set('people', (people) => (people as PlainMap[]).map((person) => ({ ...person, name: '' }))),
  )
  await owned(
    'a person’s account of 19 bytes',
    'too many or too few bytes',
    'shape',
    'an account has 20 bytes',
    set('people', (people) => (people as PlainMap[]).map((person) => ({ ...person, account: random(19) }))),
  )

  // What the chain gives otherwise.
  const chained = (name: string, category: Category, why: string, roster: readonly KeyringReader[]) =>
    refuse(name, category, 'roster', why, asOwner(sound, roster))
  const [own, reads] = [model.roster[0]!, model.roster[1]!]
  await chained('a reader whose access ended', 'contradiction', 'the chain gives the readers', [own])
  await chained('a reader who is missing', 'missing', 'the chain gives the readers', [
    own,
    reads,
    readerOf(lab, 'grantee', { read: [4] }),
  ])
  await chained('a reader of more than the chain says', 'contradiction', 'the chain gives the rights', [
    own,
    { ...reads, read: [4] },
  ])
  await chained('a writer of less than the chain says', 'contradiction', 'the chain gives the rights', [
    own,
    { ...reads, write: [4, 9] },
  ])
  await chained(
    'a reader with more history than the chain says',
    'contradiction',
    'the chain gives the rights',
    [own, { ...reads, since: 3 }],
  )
  await chained('a grantee whom the chain names delegate', 'contradiction', 'the chain gives the role', [
    own,
    readerOf(doctor, 'delegate'),
  ])

  await chained('an offer that the chain does not know', 'missing', 'the chain gives the readers', [
    own,
    reads,
    readerOf(successor, 'successor'),
  ])
  const heirs = (...roster: readonly KeyringReader[]) => forge({}, { roster: [own, ...roster] })
  const heir = readerOf(successor, 'successor')
  const offering = heirs(reads, heir)
  await accept('by another writer, as successor', {
    ...as(successor, 'successor', 6, offering),
    readers: chainReaders([own, reads, heir]),
  })
  await refuse(
    'a successor whose offer ended',
    'contradiction',
    'roster',
    'the chain gives the readers',
    asOwner(offering, [own, reads]),
  )
  await refuse(
    'a successor whom the chain names grantee',
    'contradiction',
    'roster',
    'the chain gives the role',
    asOwner(offering, [own, reads, readerOf(successor, 'grantee', { read: [4] })]),
  )
  await refuse(
    'another successor than the chain names',
    'swapped',
    'roster',
    'the chain gives the readers',
    asOwner(offering, [own, reads, readerOf(nurse, 'successor')]),
  )
  for (const role of ['owner', 'delegate'] as const)
    await refuse(`the successor as ${role}`, 'contradiction', 'seal', 'a seal names the role', {
      ...as(successor, role, 6, offering),
      readers: chainReaders([own, reads, heir]),
    })
  await refuse('the owner as successor', 'contradiction', 'seal', 'a seal names the role', {
    ...as(owner, 'successor', 6, offering),
    readers: chainReaders([own, reads, heir]),
  })
  await refuse('a grantee as successor', 'contradiction', 'seal', 'a seal names the role', {
    ...as(doctor, 'successor', 6, offering),
    readers: chainReaders([own, reads, heir]),
  })
  await refuse(
    'the owner as a grantee with a grant',
    'contradiction',
    'seal',
    'a grantee may be named successor or delegate, and nothing else',
    { ...as(owner, 'grantee', 6, offering), grant: { read: [4], write: [], since: 1 } },
  )
  await refuse(
    'the successor as grantee without a grant',
    'contradiction',
    'seal',
    'the grant says what it may take',
    as(successor, 'grantee', 6, offering),
  )
  const renamed = forge(
    inRoster((reader) => (reader['role'] === 'successor' ? { ...reader, role: 'delegate' } : reader)),
    { roster: [own, reads, heir] },
  )
  await refuse(
    'a successor whom the roster names delegate',
    'contradiction',
    'roster',
    'the roster has the role of the seal',
    {
      ...as(successor, 'successor', 6, renamed),
      readers: chainReaders([own, reads, { ...heir, role: 'delegate' }]),
    },
  )
  await refuse(
    'a successor whom the roster names delegate, as grantee',
    'contradiction',
    'roster',
    'the roster has the role of the seal',
    { ...as(successor, 'grantee', 6, renamed), grant: { read: [4], write: [], since: 1 } },
  )
  const two = [own, heir, readerOf(nurse, 'successor')]
  await refuse(
    'two successors',
    'contradiction',
    'roster',
    'there is at most one',
    asOwner(forge({}, { roster: two }), two),
  )
  const entitled = inRoster((reader) =>
    reader['role'] === 'successor' ? { ...reader, read: fromHex('0000000000000010') } : reader,
  )
  await refuse(
    'rights of the successor',
    'contradiction',
    'roster',
    'a successor has them all',
    asOwner(forge(entitled, { roster: [own, reads, heir] }), [own, reads, heir]),
  )
  const doubled = [own, heir, readerOf(successor, 'grantee', { read: [4] })]
  await refuse(
    'a successor sealed to as grantee too',
    'contradiction',
    'shape',
    'who is both is sealed to once',
    asOwner(forge({}, { roster: doubled }), doubled),
  )

  // What was known before.
  const spoilt = (
    name: string,
    category: Category,
    why: string,
    changes: Partial<KeyringModel>,
    twist: KeyringTwist = {},
  ) => refuse(name, category, 'known', why, { ...asOwner(forge(twist, changes)), known })
  await spoilt('another secret of a known epoch', 'contradiction', 'known secrets stay', {
    earlier: [model.earlier[0]!, { epoch: 2, secret: random(32) }, model.earlier[2]!],
  })
  await spoilt('another secret of the last known epoch', 'contradiction', 'known secrets stay', {
    earlier: [...model.earlier.slice(0, 2), { epoch: 5, secret: random(32) }],
  })
  await spoilt('a known epoch left out', 'missing', 'known secrets stay', {
    earlier: [model.earlier[0]!, model.earlier[2]!],
  })
  await spoilt(
    'a secret of a known epoch that had none',
    'contradiction',
    'an epoch without keys stays without',
    { earlier: [...model.earlier.slice(0, 2), { epoch: 4, secret: random(32) }, model.earlier[2]!] },
  )
  await spoilt('another title', 'contradiction', 'the title stays', { title: 'Another chart' })
  await spoilt('another label', 'contradiction', 'labels stay', {
    labels: [model.labels[0]!, { number: 9, label: 'Other' }],
  })
  await spoilt('a known relocation left out', 'missing', 'relocations stay', { relocations: [[4, 1, 6]] })
  const fewer = [own, { ...reads, read: [4] }]
  await refuse('a known section left out', 'missing', 'known', 'sections stay', {
    ...asOwner(forge({}, { labels: model.labels.slice(0, 1), roster: fewer }), fewer),
    known,
  })
  await refuse(
    'another secret within the epoch',
    'contradiction',
    'known',
    'a secret stays within its epoch',
    {
      ...asOwner(forge({}, { secret: random(32), relocations: [[4, 1, 5]] })),
      known: { epoch: 6, pointer: sound, readers: chainReaders() },
    },
  )
  return save()
}
