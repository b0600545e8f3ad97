import { sha256 } from '@noble/hashes/sha2.js'
import type { CID } from 'multiformats/cid'
import type { Address, Hex } from 'viem'
import { isAddressEqual } from 'viem'
import {
  KeyringMismatchError,
  KeyringTooLargeError,
  RelocationsFullError,
  SectionUnknownError,
  ValueInvalidError,
} from '../errors/crypto.ts'
import {
  addressBytes,
  compareBytes,
  concatBytes,
  hexToBytes,
  randomBytes,
  readBigUint,
  readUint,
  uintBytes,
  wipe,
} from './bytes.ts'
import { BOX_OVERHEAD, sealBox } from './box.ts'
import { createHistory, MAX_RELOCATIONS_PER_EPOCH } from './history.ts'
import { deriveKeyPair, PUBLIC_KEY_LENGTH, seal, SEAL_OVERHEAD } from './hpke.ts'
import { domain } from './labels.ts'
import { DAG_CBOR, decodeCanonical, encodeBlock, encodePadded, ObjectReader, textProblem } from './object.ts'
import type { Block, RootBlock } from './object.ts'
import { chartBytes } from './scope.ts'
import type { Scope } from './scope.ts'
import { deriveHistoryChain, deriveSectionSeed } from './sectionKeys.ts'
import { SHARE_LENGTH, shareTag } from './share.ts'

export const ROLES = ['owner', 'delegate', 'grantee', 'successor'] as const

/** What a reader is to the chart; its place in `ROLES`, from 1, is its code in a seal's context. */
export type Role = (typeof ROLES)[number]

/** Those to whom the chart secret is sealed; the successor while an offer of the chart lives. */
export type ManagerRole = Exclude<Role, 'grantee'>

/** Who gets the keys of an epoch. */
export type Reader = {
  readonly account: Address
  readonly role: Role
  /** X-Wing, 1216 bytes, as in the profile below. */
  readonly publicKey: Uint8Array
  /** The pointer of the profile that the key was taken from. */
  readonly profile: Hex
  /** Section numbers; empty for all but grantees, who have all. */
  readonly read: readonly number[]
  readonly write: readonly number[]
  /** The first epoch that the reader may open. */
  readonly since: number
}

/** Records that were filed in `epoch` are encrypted again under a key of `keyEpoch`. */
export type Relocation = { readonly section: number; readonly epoch: number; readonly keyEpoch: number }

/** One record's key, sealed to a reader who needs no other access. */
export type Share = {
  readonly account: Address
  /** X-Wing, 1216 bytes, as in the profile below. */
  readonly publicKey: Uint8Array
  /** The pointer of the profile that the key was taken from. */
  readonly profile: Hex
  readonly number: number
  /** The record's pointer when it was shared: one that was relocated since needs another seal. */
  readonly pointer: Hex
  /** Made by `sealShare`. It names no epoch, so that keyrings carry it on byte for byte. */
  readonly sealed: Uint8Array
}

export type EpochSecret = { readonly epoch: number; readonly secret: Uint8Array }

/** All that a keyring says, as owner and delegates see it. `createKeyring` makes its bytes. */
export type KeyringContents = {
  readonly scope: Scope
  readonly chart: Hex
  readonly epoch: number
  /** 32 random bytes, fresh for each epoch and never changed within one. */
  readonly secret: Uint8Array
  /** Of the epochs before that had keys, ascending. */
  readonly earlier: readonly EpochSecret[]
  readonly title: string
  /** Ascending by number. */
  readonly sections: readonly { readonly number: number; readonly label: string }[]
  readonly relocations: readonly Relocation[]
  readonly readers: readonly Reader[]
  readonly shares: readonly Share[]
  /** Private names that the owner gave, kept after access ended. */
  readonly people: readonly { readonly account: Address; readonly name: string }[]
}

/** A keyring's root block as anyone sees it. */
export type KeyringRoot = {
  readonly scope: Scope
  readonly chart: Hex
  readonly epoch: number
  readonly sections: readonly {
    readonly number: number
    /** X-Wing, 1216 bytes: who may write can encrypt to it. */
    readonly publicKey: Uint8Array
    /** The newest block of the section's history, or null. */
    readonly history: CID | null
  }[]
  readonly seals: readonly { readonly tag: Uint8Array; readonly sealed: Uint8Array }[]
  readonly shares: readonly { readonly tag: Uint8Array; readonly sealed: Uint8Array }[]
  readonly earlier: Uint8Array
  readonly owner: Uint8Array
}

export const MAX_KEYRING = 1048576
/** Of a keyring that a delegate sets: what is left is the owner's, so that there is always room to end or to give something. */
export const MAX_DELEGATE_KEYRING = 786432
export const MAX_EPOCH = 0xffffff
export const MAX_SECTIONS = 64
export const MAX_READERS = 512
export const MAX_SHARES = 512
export const MAX_PEOPLE = 2048
export const MAX_RELOCATIONS = 16384
export const MAX_LABEL = 100
export const MAX_TITLE = 200
export const MAX_PERSON_NAME = 200
export const TAG_LENGTH = 16
const SECRET_LENGTH = 32
const EARLIER_LENGTH = 4 + SECRET_LENGTH

/** The contents of a new chart's first keyring, with a fresh secret and the owner as its only reader. */
export function createKeyringContents({
  scope,
  chart,
  epoch = 1,
  title,
  sections,
  owner,
}: {
  scope: Scope
  chart: Hex
  epoch?: number
  title: string
  sections: readonly { readonly number: number; readonly label: string }[]
  owner: { readonly account: Address; readonly publicKey: Uint8Array; readonly profile: Hex }
}): KeyringContents {
  return {
    scope,
    chart,
    epoch,
    secret: randomBytes(SECRET_LENGTH),
    earlier: [],
    title,
    sections: sections.toSorted((a, b) => a.number - b.number),
    relocations: [],
    readers: [{ ...owner, role: 'owner', read: [], write: [], since: 1 }],
    shares: [],
    people: [],
  }
}

/**
 * The contents for a later epoch: a fresh secret, the present one added to the earlier ones. Change `readers` of the
 * result before `createKeyring`, so that who lost access gets no seal.
 */
export function rotateKeyring(contents: KeyringContents, epoch: number): KeyringContents {
  if (epoch <= contents.epoch) throw new ValueInvalidError('epoch', 'it is not later than the keyring’s')
  return {
    ...contents,
    epoch,
    secret: randomBytes(SECRET_LENGTH),
    earlier: [...contents.earlier, { epoch: contents.epoch, secret: contents.secret }],
  }
}

/**
 * Writes a keyring: one seal per reader, one history list per section, everything else boxed under the secret.
 * Each call seals anew; the secret and the section keys stay.
 *
 * @param by who sets it: a delegate's may be less large
 * @returns the root block, and all blocks with the root last.
 * @throws ValueInvalidError, RelocationsFullError when a name, a number, a reader or a relocation breaks a limit.
 * @throws PublicKeyInvalidError when a reader's key is none.
 * @throws KeyringTooLargeError
 */
export async function createKeyring(
  contents: KeyringContents,
  { by = 'owner' }: { by?: 'owner' | 'delegate' } = {},
): Promise<{ pointer: Hex; root: RootBlock; blocks: readonly Block[] }> {
  checkContents(contents)
  const { scope, chart, epoch, secret, earlier } = contents
  const blocks: Block[] = []
  const sections: { number: number; publicKey: Uint8Array; history: CID | null }[] = []
  for (const { number } of contents.sections) {
    const seed = deriveSectionSeed(secret, contents, number, epoch)
    const { publicKey, secretKey } = await deriveKeyPair(seed)
    wipe(seed, secretKey)
    const history = createHistory(contents, number)
    blocks.push(...history)
    sections.push({ number, publicKey, history: history.at(-1)?.cid ?? null })
  }

  const seals: { tag: Uint8Array; sealed: Uint8Array }[] = []
  for (const reader of contents.readers) {
    const plaintext = sealContents(contents, reader)
    const context = sealContext(contents, reader.account, reader.role)
    seals.push({
      tag: keyringTag(contents, reader.account),
      sealed: await seal(reader.publicKey, 'keyringSeal', context, plaintext),
    })
    wipe(plaintext)
  }
  seals.sort((a, b) => compareBytes(a.tag, b.tag))
  const shares = contents.shares
    .map(({ account, number, sealed }) => ({ tag: shareTag(contents, number, account), sealed }))
    .toSorted((a, b) => compareBytes(a.tag, b.tag))

  const context = epochContext(contents)
  const earlierBytes = concatBytes(...earlier.flatMap((entry) => [uintBytes(entry.epoch, 4), entry.secret]))
  const ownerBytes = encodePadded(ownerObject(contents))
  const root = encodeBlock({
    v: 1,
    type: 'chartkey/keyring',
    chainId: scope.chainId,
    contract: addressBytes(scope.contract),
    chart: hexToBytes(chart, 32),
    epoch,
    sections,
    seals,
    shares,
    earlier: sealBox(secret, 'earlierSecrets', context, earlierBytes),
    owner: sealBox(secret, 'keyringOwner', context, ownerBytes),
  })
  wipe(earlierBytes, ownerBytes)
  const limit = by === 'owner' ? MAX_KEYRING : MAX_DELEGATE_KEYRING
  if (root.bytes.length > limit) throw new KeyringTooLargeError({ size: root.bytes.length, limit, by })
  blocks.push(root)
  return { pointer: root.pointer, root, blocks }
}

/**
 * Decodes a keyring's root block. Whoever may write needs no more than this to encrypt.
 *
 * @throws ObjectTooLargeError, ObjectMalformedError, VersionUnsupportedError
 * @throws KeyringMismatchError when it is for another chart, network or (where given) epoch.
 */
export function decodeKeyring(
  bytes: Uint8Array,
  expected: { scope: Scope; chart: Hex; epoch?: number },
): KeyringRoot {
  const read: ObjectReader = new ObjectReader('keyring')
  const map = read.root(decodeCanonical('keyring', bytes, MAX_KEYRING), 'chartkey/keyring', [
    'chainId',
    'contract',
    'chart',
    'epoch',
    'sections',
    'seals',
    'shares',
    'earlier',
    'owner',
  ])
  const root: KeyringRoot = {
    scope: {
      chainId: read.uint(map.chainId, 'chainId', 1, Number.MAX_SAFE_INTEGER),
      contract: read.address(map.contract, 'contract'),
    },
    chart: read.hex32(map.chart, 'chart'),
    epoch: read.uint(map.epoch, 'epoch', 1, MAX_EPOCH),
    sections: read.list(map.sections, 'sections', MAX_SECTIONS, (item, path) => {
      const section = read.map(item, path, ['number', 'publicKey', 'history'])
      return {
        number: read.uint(section.number, `${path}.number`, 0, 63),
        publicKey: read.bytes(section.publicKey, `${path}.publicKey`, PUBLIC_KEY_LENGTH),
        history: section.history === null ? null : read.cid(section.history, `${path}.history`, DAG_CBOR),
      }
    }),
    seals: read.list(map.seals, 'seals', MAX_READERS, (item, path) => {
      const entry = read.map(item, path, ['tag', 'sealed'])
      return {
        tag: read.bytes(entry.tag, `${path}.tag`, TAG_LENGTH),
        sealed: read.bytes(entry.sealed, `${path}.sealed`, SEAL_OVERHEAD + SECRET_LENGTH, 65536),
      }
    }),
    shares: read.list(map.shares, 'shares', MAX_SHARES, (item, path) => {
      const entry = read.map(item, path, ['tag', 'sealed'])
      return {
        tag: read.bytes(entry.tag, `${path}.tag`, TAG_LENGTH),
        sealed: read.bytes(entry.sealed, `${path}.sealed`, SHARE_LENGTH),
      }
    }),
    earlier: read.bytes(map.earlier, 'earlier', BOX_OVERHEAD, MAX_KEYRING),
    owner: read.bytes(map.owner, 'owner', BOX_OVERHEAD, MAX_KEYRING),
  }
  read.ascending(root.sections, 'sections', (a, b) => a.number - b.number)
  read.ascending(root.seals, 'seals', (a, b) => compareBytes(a.tag, b.tag))
  read.ascending(root.shares, 'shares', (a, b) => compareBytes(a.tag, b.tag))
  if (
    root.scope.chainId !== expected.scope.chainId ||
    !isAddressEqual(root.scope.contract, expected.scope.contract)
  ) {
    throw new KeyringMismatchError('it was made for another network or contract')
  }
  if (root.chart !== expected.chart.toLowerCase()) throw new KeyringMismatchError('it is another chart’s')
  if (expected.epoch !== undefined && root.epoch !== expected.epoch) {
    throw new KeyringMismatchError(`it is for epoch ${root.epoch}, and the chart is at ${expected.epoch}`)
  }
  return root
}

/** The public key to which records of a section are sealed. @throws SectionUnknownError */
export function sectionPublicKey(root: KeyringRoot, section: number): Uint8Array {
  const found = root.sections.find(({ number }) => number === section)
  if (found === undefined) throw new SectionUnknownError(section)
  return found.publicKey
}

/** The first 16 bytes of a hash of chart, epoch and reader: anyone can find the seal of an account that they know. */
export function keyringTag(
  { scope, chart, epoch }: Pick<KeyringContents, 'scope' | 'chart' | 'epoch'>,
  reader: Address,
): Uint8Array {
  const digest = sha256(
    domain('keyringTag', chartBytes(scope, chart), uintBytes(epoch, 4), addressBytes(reader)),
  )
  return digest.slice(0, TAG_LENGTH)
}

/** The context of a reader's seal. */
export function sealContext(
  { scope, chart, epoch }: Pick<KeyringContents, 'scope' | 'chart' | 'epoch'>,
  reader: Address,
  role: Role,
): Uint8Array {
  return concatBytes(
    chartBytes(scope, chart),
    uintBytes(epoch, 4),
    addressBytes(reader),
    Uint8Array.of(ROLES.indexOf(role) + 1),
  )
}

/** The context of the boxes of one epoch. */
export function epochContext({
  scope,
  chart,
  epoch,
}: Pick<KeyringContents, 'scope' | 'chart' | 'epoch'>): Uint8Array {
  return concatBytes(chartBytes(scope, chart), uintBytes(epoch, 4))
}

/** Reads the opened box of earlier secrets: epoch 4, secret 32, ascending. @throws ObjectMalformedError */
export function decodeEarlier(bytes: Uint8Array, epoch: number): EpochSecret[] {
  const read: ObjectReader = new ObjectReader('keyring')
  if (bytes.length % EARLIER_LENGTH !== 0) read.fail('earlier', 'has a wrong length')
  const earlier: EpochSecret[] = []
  for (let offset = 0; offset < bytes.length; offset += EARLIER_LENGTH) {
    earlier.push({
      epoch: read.uint(readUint(bytes.subarray(offset, offset + 4)), 'earlier', 1, epoch - 1),
      secret: bytes.slice(offset + 4, offset + EARLIER_LENGTH),
    })
  }
  read.ascending(earlier, 'earlier', (a, b) => a.epoch - b.epoch)
  return earlier
}

/** Section numbers as the 8-byte big-endian mask that the chain uses too. */
export function sectionMask(numbers: readonly number[]): Uint8Array {
  return uintBytes(
    numbers.reduce((mask, number) => mask | (1n << BigInt(number)), 0n),
    8,
  )
}

/** The section numbers of a mask, ascending. */
export function sectionNumbers(mask: Uint8Array): number[] {
  const bits = readBigUint(mask)
  return Array.from({ length: MAX_SECTIONS }, (_, number) => number).filter(
    (number) => (bits >> BigInt(number)) & 1n,
  )
}

/** What a grantee gets of the chart's keys. `chain` is C_since, null without history. */
export function grantedSections(
  { secret, epoch, sections, ...place }: KeyringContents,
  { read, write, since }: Pick<Reader, 'read' | 'write' | 'since'>,
): { number: number; label: string; seed: Uint8Array | null; chain: Uint8Array | null }[] {
  return sections
    .filter(({ number }) => read.includes(number) || write.includes(number))
    .map(({ number, label }) => {
      const canRead = read.includes(number)
      const hasHistory = canRead && since < epoch
      return {
        number,
        label,
        seed: canRead ? deriveSectionSeed(secret, place, number, epoch) : null,
        chain: hasHistory ? deriveHistoryChain(secret, place, number, epoch, since) : null,
      }
    })
}

function sealContents(contents: KeyringContents, reader: Reader): Uint8Array<ArrayBuffer> {
  if (reader.role !== 'grantee') return Uint8Array.from(contents.secret)
  const { title } = contents
  const sections = grantedSections(contents, reader)
  const plaintext = encodePadded({ title, since: reader.since, sections })
  wipe(...sections.flatMap(({ seed, chain }) => [seed, chain]))
  return plaintext
}

function ownerObject(contents: KeyringContents): unknown {
  return {
    title: contents.title,
    labels: contents.sections.map(({ number, label }) => ({ number, label })),
    relocations: contents.relocations.map(({ section, epoch, keyEpoch }) => [section, epoch, keyEpoch]),
    roster: contents.readers.map((reader) => ({
      account: addressBytes(reader.account),
      role: reader.role,
      publicKey: reader.publicKey,
      profile: hexToBytes(reader.profile, 32, 'profile'),
      read: sectionMask(reader.read),
      write: sectionMask(reader.write),
      since: reader.since,
    })),
    shares: contents.shares.map(({ account, publicKey, profile, number, pointer }) => ({
      account: addressBytes(account),
      publicKey,
      profile: hexToBytes(profile, 32, 'profile'),
      number,
      pointer: hexToBytes(pointer, 32, 'pointer'),
    })),
    people: contents.people.map(({ account, name }) => ({ account: addressBytes(account), name })),
  }
}

/** @throws ValueInvalidError, RelocationsFullError for contents that no keyring may have. */
export function checkContents(contents: KeyringContents): void {
  const { epoch, secret, earlier, title, sections, relocations, readers, shares, people } = contents
  const isOrdered = (numbers: readonly number[]) => numbers.every((n, i) => i === 0 || numbers[i - 1]! < n)
  const known = new Set(sections.map(({ number }) => number))
  const epochs = new Set([...earlier.map((entry) => entry.epoch), epoch])
  const fail = (what: string, reason: string): never => {
    throw new ValueInvalidError(what, reason)
  }
  const isEpoch = (value: number) => Number.isInteger(value) && value >= 1 && value <= MAX_EPOCH
  if (!isEpoch(epoch)) fail('epoch', 'it is out of range')
  if (secret.length !== SECRET_LENGTH) fail('chart secret', 'it has a wrong length')
  if (earlier.some((entry) => !isEpoch(entry.epoch) || entry.epoch >= epoch || entry.secret.length !== 32)) {
    fail('earlier secrets', 'one is not of an earlier epoch')
  }
  if (!isOrdered(earlier.map((entry) => entry.epoch))) fail('earlier secrets', 'they are not in order')
  const titleProblem = textProblem(title, MAX_TITLE, 1)
  if (titleProblem !== null) fail('chart’s title', `it ${titleProblem}`)
  if (sections.length > MAX_SECTIONS) fail('list of sections', 'it is too long')
  if (!isOrdered(sections.map(({ number }) => number))) fail('list of sections', 'it is not in order')
  for (const { number, label } of sections) {
    if (!Number.isInteger(number) || number < 0 || number > 63)
      fail('section', 'its number is not from 0 to 63')
    const problem = textProblem(label, MAX_LABEL, 1)
    if (problem !== null) fail('section’s label', `it ${problem}`)
  }
  if (new Set(sections.map(({ label }) => label)).size !== sections.length) {
    fail('section’s label', 'another section has it')
  }
  if (relocations.length > MAX_RELOCATIONS) fail('list of relocations', 'it is too long')
  if (!relocations.every((entry, i) => i === 0 || compareRelocations(relocations[i - 1]!, entry) < 0)) {
    fail('list of relocations', 'it is not in order')
  }
  for (const relocation of relocations) {
    const isSound =
      known.has(relocation.section) &&
      epochs.has(relocation.epoch) &&
      epochs.has(relocation.keyEpoch) &&
      relocation.epoch < relocation.keyEpoch
    if (!isSound) fail('list of relocations', 'one has no keys')
  }
  const perEpoch = Map.groupBy(relocations, ({ section, epoch }) => `${section} ${epoch}`)
  if ([...perEpoch.values()].some((group) => group.length > MAX_RELOCATIONS_PER_EPOCH)) {
    throw new RelocationsFullError(MAX_RELOCATIONS_PER_EPOCH)
  }
  if (readers.length > MAX_READERS) fail('list of readers', 'it is too long')
  if (readers.filter(({ role }) => role === 'owner').length !== 1)
    fail('list of readers', 'it has not one owner')
  if (readers.filter(({ role }) => role === 'successor').length > 1)
    fail('list of readers', 'it has two successors')
  if (new Set(readers.map(({ account }) => account.toLowerCase())).size !== readers.length) {
    fail('list of readers', 'one is there twice')
  }
  for (const { read, write, since, publicKey, role } of readers) {
    if (publicKey.length !== PUBLIC_KEY_LENGTH) fail('reader’s public key', 'it has a wrong length')
    if (!isEpoch(since) || since > epoch) fail('reader', 'its first epoch is out of range')
    if ([...read, ...write].some((number) => !known.has(number)))
      fail('reader', 'a section is not the chart’s')
    if (role !== 'grantee' && read.length + write.length > 0) fail('reader', 'it has all sections')
  }
  if (shares.length > MAX_SHARES) fail('list of shares', 'it is too long')
  const pairs = shares.map(({ account, number }) => `${number} ${account.toLowerCase()}`)
  if (new Set(pairs).size !== pairs.length) fail('list of shares', 'one is there twice')
  for (const { number, publicKey, sealed } of shares) {
    if (!Number.isInteger(number) || number < 1 || number > MAX_EPOCH) fail('share', 'it is of no record')
    if (publicKey.length !== PUBLIC_KEY_LENGTH) fail('reader’s public key', 'it has a wrong length')
    if (sealed.length !== SHARE_LENGTH) fail('share', 'its seal has a wrong length')
  }
  if (people.length > MAX_PEOPLE) fail('list of people', 'it is too long')
  if (new Set(people.map(({ account }) => account.toLowerCase())).size !== people.length) {
    fail('list of people', 'one is there twice')
  }
  for (const { name } of people) {
    const problem = textProblem(name, MAX_PERSON_NAME, 1)
    if (problem !== null) fail('person’s name', `it ${problem}`)
  }
}

/** Orders relocations by section, filing epoch, key epoch. */
export function compareRelocations(a: Relocation, b: Relocation): number {
  return a.section - b.section || a.epoch - b.epoch || a.keyEpoch - b.keyEpoch
}
