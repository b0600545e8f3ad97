import { type Store, fetchBlock } from './blocks.ts'
import { type Bytes, concat, equal, readU32, toHex, u32, u8 } from './bytes.ts'
import { derive, hash, type KeyPair, keyPair, openBox, openSeal, scopeOf, unpad } from './primitives.ts'
import { refuse, Refused } from './refuse.ts'
import { ascending, bytes, DAG_CBOR, decodeRoot, fields, link, list, number, oneOf, text } from './shape.ts'

const MAX_KEYRING = 1_048_576
const MAX_DELEGATE_KEYRING = 786_432
const MAX_HISTORY = 262_144
const MAX_EPOCH = 2 ** 24 - 1
const MAX_SECTION = 63
const MAX_SHARES = 512
/** Of a record. */
const MAX_NUMBER = 2 ** 24 - 1

export const ROLE_CODES = { owner: 1, delegate: 2, grantee: 3, successor: 4 } as const
export type Role = keyof typeof ROLE_CODES
const ROLES = Object.keys(ROLE_CODES) as Role[]

/** What the chain says of a chart. */
export interface Chart {
  readonly chainId: number
  readonly contract: Bytes
  readonly chart: Bytes
}

export const placeOf = ({ chainId, contract, chart }: Chart) => concat(scopeOf(chainId, contract), chart)

/** A section's secret key for the records filed in one epoch, as they are encrypted in a key epoch. */
export interface SectionKey {
  readonly section: number
  readonly epoch: number
  readonly keyEpoch: number
  readonly seed: Bytes
}

export interface Entry {
  readonly epoch: number
  readonly secret: Bytes
}

/** Who has access, as the chain gives it; an owner, delegates and a successor have no numbers. */
export interface Reader {
  readonly account: Bytes
  readonly role: Role
  readonly read: readonly number[]
  readonly write: readonly number[]
  readonly since: number
}

/** What the chain grants to a reader. */
export type Grant = Pick<Reader, 'read' | 'write' | 'since'>

/** The section numbers of a mask of 8 bytes. */
const numbersOf = (mask: Uint8Array) => {
  const bits = BigInt(`0x${toHex(mask)}`)
  return Array.from({ length: 64 }, (_, n) => n).filter((n) => (bits >> BigInt(n)) & 1n)
}

const byNumber = (a: { readonly number: number }, b: { readonly number: number }) => a.number - b.number

/** Entries of 36 bytes, ascending. */
const readEntries = (plain: Uint8Array): Entry[] => {
  if (plain.length % 36 !== 0) refuse('shape', 'is no sequence of 36 bytes')
  const entries = Array.from({ length: plain.length / 36 }, (_, i) => ({
    epoch: readU32(plain, i * 36),
    secret: plain.slice(i * 36 + 4, i * 36 + 36),
  }))
  ascending(entries, (a, b) => a.epoch - b.epoch)
  return entries
}

/** Reads the root block that the chain names for a chart in an epoch. */
export const readKeyring = (
  block: Bytes,
  pointer: Uint8Array,
  chart: Chart,
  epoch: number,
  isDelegates = false,
) => {
  const root = decodeRoot(
    block,
    pointer,
    'chartkey/keyring',
    isDelegates ? MAX_DELEGATE_KEYRING : MAX_KEYRING,
    'chainId contract chart epoch sections seals shares earlier owner',
  )
  const sections = list(root.get('sections'), 0, 64).map((entry) => {
    const section = fields(entry, 'number publicKey history')
    const history = section.get('history')
    return {
      number: number(section.get('number'), 0, MAX_SECTION),
      publicKey: bytes(section.get('publicKey'), 1216),
      history: history === null ? null : link(history, DAG_CBOR),
    }
  })
  ascending(sections, byNumber)
  const seals = list(root.get('seals'), 0, 512).map((entry) => {
    const seal = fields(entry, 'tag sealed')
    return { tag: bytes(seal.get('tag'), 16), sealed: bytes(seal.get('sealed'), 1168, 65_536) }
  })
  ascending(seals, (a, b) => Buffer.compare(a.tag, b.tag))
  const shares = list(root.get('shares'), 0, MAX_SHARES).map((entry) => {
    const share = fields(entry, 'tag sealed')
    return { tag: bytes(share.get('tag'), 16), sealed: bytes(share.get('sealed'), 1168) }
  })
  ascending(shares, (a, b) => Buffer.compare(a.tag, b.tag))
  const keyring = {
    chainId: number(root.get('chainId'), 0, Number.MAX_SAFE_INTEGER),
    contract: bytes(root.get('contract'), 20),
    chart: bytes(root.get('chart'), 32),
    epoch: number(root.get('epoch'), 1, MAX_EPOCH),
    sections,
    seals,
    shares,
    earlier: bytes(root.get('earlier'), 40, MAX_KEYRING),
    owner: bytes(root.get('owner'), 296, MAX_KEYRING),
  }
  if (
    keyring.chainId !== chart.chainId ||
    !equal(keyring.contract, chart.contract) ||
    !equal(keyring.chart, chart.chart) ||
    keyring.epoch !== epoch
  )
    refuse('place', 'is the keyring of another chart or epoch')
  return keyring
}

export type Keyring = ReturnType<typeof readKeyring>

const tagOf = (keyring: Keyring, reader: Uint8Array) =>
  hash('keyring tag', placeOf(keyring), u32(keyring.epoch), reader).slice(0, 16)

/** A seal or a share by the tag that it has. */
const findTagged = (all: Keyring['seals'], tag: Uint8Array) =>
  all.find((tagged) => equal(tagged.tag, tag))?.sealed ?? refuse('key', 'nothing is sealed for this reader')

/** Opens with the first of a reader's account keys that does. */
const openWithAny = (
  seeds: readonly Bytes[],
  label: string,
  context: readonly Uint8Array[],
  sealed: Bytes,
): Bytes => {
  let failure: unknown
  for (const seed of seeds) {
    try {
      return openSeal(seed, label, context, sealed)
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

const openReaderSeal = (keyring: Keyring, reader: Uint8Array, role: Role, seeds: readonly Bytes[]): Bytes => {
  const context = [placeOf(keyring), u32(keyring.epoch), reader, u8(ROLE_CODES[role])]
  return openWithAny(seeds, 'keyring seal', context, findTagged(keyring.seals, tagOf(keyring, reader)))
}

const shareTagOf = (chart: Chart, number: number, reader: Uint8Array) =>
  hash('share tag', placeOf(chart), u32(number), reader).slice(0, 16)

/** The key of a record that is shared with a reader, by what the chain gives for the record. */
export const openShare = (
  keyring: Keyring,
  reader: Uint8Array,
  seeds: readonly Bytes[],
  { number, pointer }: { readonly number: number; readonly pointer: Uint8Array },
): Bytes => {
  const sealed = findTagged(keyring.shares, shareTagOf(keyring, number, reader))
  const context = [placeOf(keyring), u32(number), pointer, reader]
  const key = openWithAny(seeds, 'share', context, sealed)
  return key.length === 32 ? key : refuse('shape', 'is a record key of another length')
}

export const sectionKeyPair = (secret: Uint8Array, place: Uint8Array, section: number, epoch: number) =>
  keyPair(derive(secret, 'section key', place, u8(section), u32(epoch)))

export const relocatedKeyPair = (
  secret: Uint8Array,
  place: Uint8Array,
  section: number,
  epoch: number,
  keyEpoch: number,
) => keyPair(derive(secret, 'relocated section key', place, u8(section), u32(epoch), u32(keyEpoch)))

/** C_from to C_to of a section's history. */
const historyKeys = function* (start: Bytes, from: number, to: number) {
  let key = start
  for (let epoch = from; epoch <= to; epoch++) {
    yield { epoch, key }
    key = derive(key, 'history next')
  }
}

/** Boxes of a section's history down to `since`, newest first. */
const readHistory = (
  keyring: Keyring,
  section: { readonly number: number; readonly history: Bytes | null },
  since: number,
  store: Store,
) => {
  const entries: { epoch: number; boxed: Bytes }[] = []
  let next = section.history
  let last = keyring.epoch
  while (next && last > since) {
    const cid = next
    const root = decodeRoot(
      fetchBlock(store, cid),
      cid.subarray(4),
      'chartkey/history',
      MAX_HISTORY,
      'section entries next',
    )
    if (number(root.get('section'), 0, MAX_SECTION) !== section.number)
      refuse('history', 'is of another section')
    for (const entry of list(root.get('entries'), 1, MAX_HISTORY)) {
      const [epoch, boxed] = list(entry, 2, 2)
      const found = { epoch: number(epoch, 1, MAX_EPOCH), boxed: bytes(boxed, 40 + 36, 40 + 36 * 256) }
      if (found.epoch >= last) refuse('history', 'does not descend')
      last = found.epoch
      entries.push(found)
    }
    const after = root.get('next')
    next = after === null ? null : link(after, DAG_CBOR)
  }
  return entries.filter(({ epoch }) => epoch >= since)
}

/** The keys of a section in the epochs before the keyring's, from C_since. */
const openHistory = (
  keyring: Keyring,
  section: { readonly number: number; readonly history: Bytes | null },
  chain: Bytes,
  since: number,
  store: Store,
): SectionKey[] => {
  const place = placeOf(keyring)
  const boxes = new Map(readHistory(keyring, section, since, store).map(({ epoch, boxed }) => [epoch, boxed]))
  const keys: SectionKey[] = []
  for (const { epoch, key } of historyKeys(chain, since, keyring.epoch - 1)) {
    const boxed = boxes.get(epoch)
    if (!boxed) continue
    const context = [place, u8(section.number), u32(epoch), u32(keyring.epoch)]
    const seeds = readEntries(openBox(key, 'history entry', context, boxed))
    if (seeds[0]?.epoch !== epoch || seeds.at(-1)!.epoch > keyring.epoch)
      refuse('history', 'is an entry without its own epoch, or with a later one than the keyring')
    for (const { epoch: keyEpoch, secret: seed } of seeds)
      keys.push({ section: section.number, epoch, keyEpoch, seed })
  }
  return keys
}

const openGranteeSeal = (keyring: Keyring, reader: Bytes, seeds: readonly Bytes[], store: Store) => {
  const part = fields(unpad(openReaderSeal(keyring, reader, 'grantee', seeds)), 'title since sections')
  const title = text(part.get('title'), 1, 200)
  const since = number(part.get('since'), 1, keyring.epoch)
  const keys: SectionKey[] = []
  const sections = list(part.get('sections'), 0, 64).map((entry) => {
    const given = fields(entry, 'number label seed chain')
    const section = number(given.get('number'), 0, MAX_SECTION)
    const known =
      keyring.sections.find((known) => known.number === section) ??
      refuse('key', 'the keyring has no such section')
    const label = text(given.get('label'), 1, 100)
    const canRead = given.get('seed') !== null
    if (canRead) {
      const pair: KeyPair = keyPair(bytes(given.get('seed'), 32))
      if (!equal(pair.publicKey, known.publicKey))
        refuse('key', 'the seed does not make the section’s public key')
      keys.push({ section, epoch: keyring.epoch, keyEpoch: keyring.epoch, seed: pair.seed })
    }
    if (canRead && since < keyring.epoch)
      keys.push(...openHistory(keyring, known, bytes(given.get('chain'), 32), since, store))
    else if (given.get('chain') !== null) refuse('shape', 'has a chain where there is none')
    return { number: section, label, canRead }
  })
  ascending(sections, byNumber)
  return { title, since, sections, keys }
}

/** The second where what the first opens is sealed otherwise. */
const orIfSealed = <T>(first: () => T, second: () => T): T => {
  try {
    return first()
  } catch (error) {
    if (error instanceof Refused && error.check === 'seal') return second()
    throw error
  }
}

/** Opens a keyring as a grantee, with what the grant lets it read. */
export const openAsGrantee = (
  keyring: Keyring,
  reader: Bytes,
  seeds: readonly Bytes[],
  store: Store,
  grant?: Grant,
) =>
  orIfSealed(
    () => openGranteeSeal(keyring, reader, seeds, store),
    () => (grant ? openByGrant(keyring, reader, seeds, grant) : refuse('seal', 'is not for a grantee')),
  )

const decodeOwnersPart = (keyring: Keyring, plain: Bytes, keyed: readonly number[]) => {
  const part = fields(unpad(plain), 'title labels relocations roster shares people')
  const numbers = keyring.sections.map((section) => section.number)
  const labels = list(part.get('labels'), numbers.length, numbers.length).map((entry, i) => {
    const labelled = fields(entry, 'number label')
    if (number(labelled.get('number'), 0, MAX_SECTION) !== numbers[i])
      refuse('shape', 'has labels for other sections')
    return { number: numbers[i]!, label: text(labelled.get('label'), 1, 100) }
  })
  if (new Set(labels.map(({ label }) => label)).size !== labels.length) refuse('shape', 'has a label twice')
  const relocations = list(part.get('relocations'), 0, 16_384).map((entry) => {
    const triple = list(entry, 3, 3)
    const section = number(triple[0], 0, MAX_SECTION)
    const [epoch, keyEpoch] = [number(triple[1], 1, MAX_EPOCH), number(triple[2], 1, MAX_EPOCH)]
    if (!numbers.includes(section) || !keyed.includes(epoch) || !keyed.includes(keyEpoch))
      refuse('shape', 'relocates what never was')
    if (keyEpoch <= epoch) refuse('shape', 'relocates to no later epoch')
    return [section, epoch, keyEpoch] as const
  })
  ascending(relocations, (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
  const roster = list(part.get('roster'), keyring.seals.length, keyring.seals.length).map((entry) => {
    const reader = fields(entry, 'account role publicKey profile read write since')
    const role = oneOf(reader.get('role'), ROLES)
    const read = numbersOf(bytes(reader.get('read'), 8))
    const write = numbersOf(bytes(reader.get('write'), 8))
    if ([...read, ...write].some((section) => role !== 'grantee' || !numbers.includes(section)))
      refuse('roster', 'gives rights to who has them all, or to no section')
    return {
      account: bytes(reader.get('account'), 20),
      role,
      publicKey: bytes(reader.get('publicKey'), 1216),
      profile: bytes(reader.get('profile'), 32),
      read,
      write,
      since: number(reader.get('since'), 1, keyring.epoch),
    }
  })
  const shares = list(part.get('shares'), keyring.shares.length, keyring.shares.length).map((entry) => {
    const share = fields(entry, 'account publicKey profile number pointer')
    return {
      account: bytes(share.get('account'), 20),
      publicKey: bytes(share.get('publicKey'), 1216),
      profile: bytes(share.get('profile'), 32),
      number: number(share.get('number'), 1, MAX_NUMBER),
      pointer: bytes(share.get('pointer'), 32),
    }
  })
  const people = list(part.get('people'), 0, 2048).map((entry) => {
    const person = fields(entry, 'account name')
    return { account: bytes(person.get('account'), 20), name: text(person.get('name'), 1, 200) }
  })
  if (new Set(people.map(({ account }) => toHex(account))).size !== people.length)
    refuse('shape', 'names a person twice')
  return { title: text(part.get('title'), 1, 200), labels, relocations, roster, shares, people }
}

type OwnersPart = ReturnType<typeof decodeOwnersPart>

/** Whether these tags, in their order, are those of the seals or shares. */
const areTagsOf = (all: Keyring['seals'], tags: readonly Bytes[]) => {
  const sorted = tags.map(toHex).toSorted()
  return all.length === sorted.length && all.every(({ tag }, i) => toHex(tag) === sorted[i])
}

/** The seals and shares are for those whom the owner's part names. */
const checkTags = (keyring: Keyring, { roster, shares }: OwnersPart) => {
  const count = (role: Role) => roster.filter((reader) => reader.role === role).length
  if (count('owner') !== 1) refuse('roster', 'has not one owner')
  if (count('successor') > 1) refuse('roster', 'has two successors')
  const readers = roster.map(({ account }) => tagOf(keyring, account))
  if (!areTagsOf(keyring.seals, readers)) refuse('roster', 'is not those whom the keyring is sealed to')
  const shared = shares.map(({ account, number }) => shareTagOf(keyring, number, account))
  if (!areTagsOf(keyring.shares, shared)) refuse('roster', 'is not whom the records are shared with')
}

/** The roster is the readers that the chain gives. */
const checkRoster = ({ roster }: OwnersPart, readers: readonly Reader[]) => {
  const rights = ({ account, role, read, write, since }: Reader) =>
    JSON.stringify([toHex(account), role, read, write, role === 'grantee' ? since : 0])
  const given = new Set(readers.map(rights))
  if (given.size !== roster.length || !roster.every((reader) => given.has(rights(reader))))
    refuse('roster', 'is not those whom the chain lets read')
}

/** What a keyring opens to for its owner and delegates. */
export type OwnersKeyring = OwnersPart & {
  readonly epoch: number
  readonly secret: Bytes
  readonly earlier: readonly Entry[]
  readonly keys: readonly SectionKey[]
}

/** Everything that was known stays, and nobody but the owner relocates. */
const checkAgainst = (known: OwnersKeyring, now: Omit<OwnersKeyring, 'keys'>, isDelegates: boolean) => {
  const before = [...known.earlier, known]
  const after = [...now.earlier, now].filter(({ epoch }) => epoch <= known.epoch)
  if (
    before.length !== after.length ||
    before.some(({ epoch, secret }, i) => epoch !== after[i]!.epoch || !equal(secret, after[i]!.secret))
  )
    refuse('known', 'has other secrets of known epochs')
  if (now.title !== known.title) refuse('known', 'has another title')
  const has = (whole: readonly unknown[], part: readonly unknown[]) => {
    const texts = whole.map((value) => JSON.stringify(value))
    return part.every((value) => texts.includes(JSON.stringify(value)))
  }
  if (!has(now.labels, known.labels)) refuse('known', 'lacks a section or its label')
  if (!has(now.relocations, known.relocations)) refuse('known', 'lacks a relocation')
  if (isDelegates && now.relocations.length > known.relocations.length)
    refuse('known', 'has a relocation that the owner did not make')
}

/** Opens the secret of a keyring, and what is boxed under it. */
const openSecret = (keyring: Keyring, reader: Bytes, role: Role, seeds: readonly Bytes[]) => {
  const { epoch } = keyring
  const secret = openReaderSeal(keyring, reader, role, seeds)
  if (secret.length !== 32) refuse('shape', 'is a secret of another length')
  const context = [placeOf(keyring), u32(epoch)]
  const earlier = readEntries(openBox(secret, 'earlier secrets', context, keyring.earlier))
  if (earlier.some((entry) => entry.epoch < 1 || entry.epoch >= epoch))
    refuse('shape', 'has an earlier secret that is not earlier')
  const secrets = [...earlier, { epoch, secret }]
  const part = decodeOwnersPart(
    keyring,
    openBox(secret, 'keyring owner', context, keyring.owner),
    secrets.map((entry) => entry.epoch),
  )
  checkTags(keyring, part)
  if (!part.roster.some((named) => equal(named.account, reader) && named.role === role))
    refuse('roster', 'names the reader by another role than its seal')
  return { secret, earlier, secrets, part }
}

/** The keys of a section in all epochs, as they follow from the secrets. */
const deriveKeys = (
  keyring: Keyring,
  { number: section, publicKey }: Keyring['sections'][number],
  { secret, secrets, part }: Pick<ReturnType<typeof openSecret>, 'secret' | 'secrets' | 'part'>,
): SectionKey[] => {
  const place = placeOf(keyring)
  if (!equal(sectionKeyPair(secret, place, section, keyring.epoch).publicKey, publicKey))
    refuse('key', 'a section’s public key does not follow from the secret')
  return secrets.flatMap((filed) => [
    {
      section,
      epoch: filed.epoch,
      keyEpoch: filed.epoch,
      seed: sectionKeyPair(filed.secret, place, section, filed.epoch).seed,
    },
    ...part.relocations
      .filter(([number, from]) => number === section && from === filed.epoch)
      .map(([, , keyEpoch]) => {
        const under = secrets.find((entry) => entry.epoch === keyEpoch)!.secret
        const { seed } = relocatedKeyPair(under, place, section, filed.epoch, keyEpoch)
        return { section, epoch: filed.epoch, keyEpoch, seed }
      }),
  ])
}

/**
 * Opens a keyring as the owner, a delegate or the successor, and checks it whole: against the readers that the
 * chain gives, and against a keyring that was known before. A grantee takes a delegate’s as the owner’s.
 */
export const openAsOwner = (
  keyring: Keyring,
  reader: Bytes,
  role: Exclude<Role, 'grantee'>,
  seeds: readonly Bytes[],
  store: Store,
  readers: readonly Reader[],
  known?: OwnersKeyring,
  isDelegates = false,
): OwnersKeyring => {
  const place = placeOf(keyring)
  const { epoch } = keyring
  const opened = openSecret(keyring, reader, role, seeds)
  const { secret, earlier, part } = opened
  if (known) checkAgainst(known, { epoch, secret, earlier, ...part }, isDelegates)
  checkRoster(part, readers)
  const keys = keyring.sections.flatMap((known) => {
    const { number: section, history } = known
    const derived = deriveKeys(keyring, known, opened)
    const start = derive(secret, 'history start', place, u8(section), u32(epoch))
    const listed = openHistory(keyring, { number: section, history }, derive(start, 'history next'), 1, store)
    const expected = derived.filter((key) => key.epoch < epoch)
    if (JSON.stringify(listed.map(flat)) !== JSON.stringify(expected.map(flat)))
      refuse('history', 'does not open to the seeds that follow from the secrets')
    return derived
  })
  return { epoch, secret, earlier, ...part, keys }
}

const flat = ({ epoch, keyEpoch, seed }: SectionKey) => [epoch, keyEpoch, toHex(seed)]

/** Opens a keyring as a grantee whom it names by another right, for what the grant gives. */
const openByGrant = (
  keyring: Keyring,
  reader: Bytes,
  seeds: readonly Bytes[],
  { read, write, since }: Grant,
) => {
  const open = (role: Role) => openSecret(keyring, reader, role, seeds)
  const opened = orIfSealed(
    () => open('successor'),
    () => open('delegate'),
  )
  const sections = opened.part.labels
    .filter(({ number }) => read.includes(number) || write.includes(number))
    .map((labelled) => ({ ...labelled, canRead: read.includes(labelled.number) }))
  const keys = keyring.sections
    .filter(({ number }) => read.includes(number))
    .flatMap((section) => deriveKeys(keyring, section, opened))
    .filter(({ epoch }) => epoch >= since)
  return { title: opened.part.title, since, sections, keys }
}
