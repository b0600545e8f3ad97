import type { Address, Hex } from 'viem'
import { isAddressEqual } from 'viem'
import {
  KeyringInvalidError,
  KeyringNotSealedError,
  KeyringUnreadableError,
  ValueInvalidError,
} from '../errors/crypto.ts'
import { equalBytes, wipe } from './bytes.ts'
import { openBox } from './box.ts'
import { deriveKeyPair, PUBLIC_KEY_LENGTH, unseal } from './hpke.ts'
import type { KeyPair } from './hpke.ts'
import {
  checkContents,
  compareRelocations,
  decodeEarlier,
  decodeKeyring,
  epochContext,
  keyringTag,
  MAX_EPOCH,
  MAX_KEYRING,
  MAX_LABEL,
  MAX_PEOPLE,
  MAX_PERSON_NAME,
  MAX_READERS,
  MAX_RELOCATIONS,
  MAX_SECTIONS,
  MAX_SHARES,
  MAX_TITLE,
  ROLES,
  sealContext,
  sectionNumbers,
} from './keyring.ts'
import type { KeyringContents, KeyringRoot, ManagerRole, Reader, Role, Share } from './keyring.ts'
import { decodePadded, ObjectReader } from './object.ts'
import type { Scope } from './scope.ts'
import { deriveSectionSeed } from './sectionKeys.ts'
import { shareTag } from './share.ts'

/** A section as a grantee sees it. */
export type GrantedSection = {
  readonly number: number
  readonly label: string
  /** The seed of the keyring's epoch; null where the grantee may only write. */
  readonly seed: Uint8Array | null
  /** C_since, which opens the history from `since` on; null without history. */
  readonly chain: Uint8Array | null
}

/** What owner, delegates and a successor find in a keyring. */
export type OwnerKeyring = {
  readonly role: ManagerRole
  readonly root: KeyringRoot
  readonly contents: KeyringContents
}

/** What a grantee finds in a keyring. */
export type GranteeKeyring = {
  readonly role: 'grantee'
  readonly root: KeyringRoot
  readonly title: string
  readonly since: number
  readonly sections: readonly GrantedSection[]
}

export type OpenedKeyring = OwnerKeyring | GranteeKeyring

export type OpenKeyringParameters = {
  /** The root block, checked against the pointer that the chain holds. */
  readonly bytes: Uint8Array
  readonly scope: Scope
  readonly chart: Hex
  /** The chart's epoch. Left out only for a keyring that the chain says is not the current epoch's. */
  readonly epoch?: number
  readonly account: Address
  readonly role: Role
  /** The account's key pairs, the current one first. */
  readonly pairs: readonly KeyPair[]
}

export async function openKeyring(
  parameters: OpenKeyringParameters & { readonly role: ManagerRole },
): Promise<OwnerKeyring>
export async function openKeyring(
  parameters: OpenKeyringParameters & { readonly role: 'grantee' },
): Promise<GranteeKeyring>
export async function openKeyring(parameters: OpenKeyringParameters): Promise<OpenedKeyring>
/**
 * Opens a keyring with its reader's keys and checks each section's seed against its public key.
 *
 * @throws what `decodeKeyring` throws
 * @throws KeyringNotSealedError when there is no seal for the account.
 * @throws KeyringUnreadableError when none of the keys opens the seal for this role.
 * @throws KeyringInvalidError when what was sealed contradicts the rest.
 */
export async function openKeyring(parameters: OpenKeyringParameters): Promise<OpenedKeyring> {
  const { bytes, scope, chart, epoch, account, role, pairs } = parameters
  const root = decodeKeyring(bytes, { scope, chart, ...(epoch === undefined ? {} : { epoch }) })
  const tag = keyringTag(root, account)
  const entry = root.seals.find((seal) => equalBytes(seal.tag, tag))
  if (entry === undefined) throw new KeyringNotSealedError()

  let plaintext: Uint8Array | null = null
  let cause: unknown
  for (const pair of pairs) {
    try {
      plaintext = await unseal(pair, 'keyringSeal', sealContext(root, account, role), entry.sealed)
      break
    } catch (error) {
      cause = error
    }
  }
  if (plaintext === null) throw new KeyringUnreadableError({ cause })
  if (role === 'grantee') {
    const given = decodeGranteeSeal(plaintext, root)
    await checkSeeds(root, given.sections)
    return { role, root, ...given }
  }
  if (plaintext.length !== 32) throw new KeyringInvalidError('its secret has a wrong length')
  const contents = openOwnerBoxes(root, plaintext)
  const isReader = contents.readers.some(
    (reader) => reader.role === role && isAddressEqual(reader.account, account),
  )
  if (!isReader) throw new KeyringInvalidError('its roster lacks the reader')
  const derived = contents.sections.map(({ number }) => ({
    number,
    seed: deriveSectionSeed(plaintext, contents, number, root.epoch),
  }))
  await checkSeeds(root, derived).finally(() => wipe(...derived.map(({ seed }) => seed)))
  if (root.sections.length !== contents.sections.length) {
    throw new KeyringInvalidError('it has a section without a label')
  }
  return { role, root, contents }
}

function decodeGranteeSeal(plaintext: Uint8Array, root: KeyringRoot): Omit<GranteeKeyring, 'role' | 'root'> {
  const read: ObjectReader = new ObjectReader('keyring')
  const map = read.map(decodePadded('keyring', plaintext, MAX_KEYRING), 'seal', [
    'title',
    'since',
    'sections',
  ])
  const since = read.uint(map.since, 'seal.since', 1, root.epoch)
  const sections = read.list(map.sections, 'seal.sections', MAX_SECTIONS, (item, path) => {
    const section = read.map(item, path, ['number', 'label', 'seed', 'chain'])
    const chain = section.chain === null ? null : read.bytes(section.chain, path, 32).slice()
    const seed = section.seed === null ? null : read.bytes(section.seed, path, 32).slice()
    if ((chain !== null) !== (seed !== null && since < root.epoch)) read.fail(path, 'has the wrong keys')
    return {
      number: read.uint(section.number, path, 0, 63),
      label: read.text(section.label, path, MAX_LABEL, 1),
      seed,
      chain,
    }
  })
  read.ascending(sections, 'seal.sections', (a, b) => a.number - b.number)
  const title = read.text(map.title, 'seal.title', MAX_TITLE, 1)
  wipe(plaintext)
  return { title, since, sections }
}

function openOwnerBoxes(root: KeyringRoot, secret: Uint8Array): KeyringContents {
  let earlierBytes: Uint8Array
  let ownerBytes: Uint8Array
  try {
    earlierBytes = openBox(secret, 'earlierSecrets', epochContext(root), root.earlier)
    ownerBytes = openBox(secret, 'keyringOwner', epochContext(root), root.owner)
  } catch (cause) {
    throw new KeyringInvalidError('a part for its owner does not open', { cause })
  }
  const read: ObjectReader = new ObjectReader('keyring')
  const map = read.map(decodePadded('keyring', ownerBytes, MAX_KEYRING), 'owner', [
    'title',
    'labels',
    'relocations',
    'roster',
    'shares',
    'people',
  ])
  const contents: KeyringContents = {
    scope: root.scope,
    chart: root.chart,
    epoch: root.epoch,
    secret,
    earlier: decodeEarlier(earlierBytes, root.epoch),
    title: read.text(map.title, 'owner.title', MAX_TITLE, 1),
    sections: read.list(map.labels, 'owner.labels', MAX_SECTIONS, (item, path) => {
      const section = read.map(item, path, ['number', 'label'])
      return {
        number: read.uint(section.number, path, 0, 63),
        label: read.text(section.label, path, MAX_LABEL, 1),
      }
    }),
    relocations: read.list(map.relocations, 'owner.relocations', MAX_RELOCATIONS, (item, path) => {
      const [section, epoch, keyEpoch, ...rest] = read.list(item, path, 3, (part) => part)
      if (rest.length > 0) read.fail(path, 'is not a triple')
      return {
        section: read.uint(section, path, 0, MAX_SECTIONS - 1),
        epoch: read.uint(epoch, path, 1, root.epoch),
        keyEpoch: read.uint(keyEpoch, path, 1, root.epoch),
      }
    }),
    readers: read.list(map.roster, 'owner.roster', MAX_READERS, (item, path) => readReader(read, item, path)),
    shares: read.list(map.shares, 'owner.shares', MAX_SHARES, (item, path) =>
      readShare(read, root, item, path),
    ),
    people: read.list(map.people, 'owner.people', MAX_PEOPLE, (item, path) => {
      const person = read.map(item, path, ['account', 'name'])
      return {
        account: read.address(person.account, path),
        name: read.text(person.name, path, MAX_PERSON_NAME, 1),
      }
    }),
  }
  read.ascending(contents.relocations, 'owner.relocations', compareRelocations)
  wipe(earlierBytes, ownerBytes)
  if (contents.shares.length !== root.shares.length) {
    throw new KeyringInvalidError('its shares are not those that it names')
  }
  try {
    checkContents(contents)
  } catch (cause) {
    if (!(cause instanceof ValueInvalidError)) throw cause
    throw new KeyringInvalidError('its part for the owner breaks a rule', { cause })
  }
  return contents
}

function readReader(read: ObjectReader, item: unknown, path: string): Reader {
  const reader = read.map(item, path, ['account', 'role', 'publicKey', 'profile', 'read', 'write', 'since'])
  const role = ROLES.find((known) => known === reader.role)
  if (role === undefined) read.fail(path, 'has an unknown role')
  return {
    account: read.address(reader.account, path),
    role,
    publicKey: read.bytes(reader.publicKey, path, PUBLIC_KEY_LENGTH).slice(),
    profile: read.hex32(reader.profile, path),
    read: sectionNumbers(read.bytes(reader.read, path, 8)),
    write: sectionNumbers(read.bytes(reader.write, path, 8)),
    since: read.uint(reader.since, path, 1, MAX_EPOCH),
  }
}

function readShare(read: ObjectReader, root: KeyringRoot, item: unknown, path: string): Share {
  const share = read.map(item, path, ['account', 'publicKey', 'profile', 'number', 'pointer'])
  const account = read.address(share.account, path)
  const number = read.uint(share.number, path, 1, MAX_EPOCH)
  const tag = shareTag(root, number, account)
  const entry = root.shares.find((known) => equalBytes(known.tag, tag))
  if (entry === undefined) throw new KeyringInvalidError('its shares are not those that it names')
  return {
    account,
    publicKey: read.bytes(share.publicKey, path, PUBLIC_KEY_LENGTH).slice(),
    profile: read.hex32(share.profile, path),
    number,
    pointer: read.hex32(share.pointer, path),
    sealed: entry.sealed,
  }
}

async function checkSeeds(
  root: KeyringRoot,
  sections: readonly Pick<GrantedSection, 'number' | 'seed'>[],
): Promise<void> {
  for (const { number, seed } of sections) {
    const section = root.sections.find((known) => known.number === number)
    if (section === undefined) throw new KeyringInvalidError('it lacks the public key of a section')
    if (seed === null) continue
    const pair = await deriveKeyPair(seed)
    wipe(pair.secretKey)
    if (!equalBytes(pair.publicKey, section.publicKey)) {
      throw new KeyringInvalidError('a section’s public key does not belong to its secret')
    }
  }
}
