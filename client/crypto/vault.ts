import { sha256 } from '@noble/hashes/sha2.js'
import type { Address, Hex } from 'viem'
import { BaseError } from '../errors/BaseError.ts'
import {
  UnlockerUnknownError,
  ValueInvalidError,
  VaultFullError,
  VaultUnreadableError,
} from '../errors/crypto.ts'
import { addressBytes, concatBytes, equalBytes, hexToBytes, randomBytes, wipe } from './bytes.ts'
import { openBox, sealBox } from './box.ts'
import { deriveKey } from './deriveKey.ts'
import { deriveKeyPair, PUBLIC_KEY_LENGTH, seal, SEAL_OVERHEAD, unseal } from './hpke.ts'
import type { KeyPair } from './hpke.ts'
import { domain } from './labels.ts'
import { METAMASK_BOX_LENGTH } from './metamaskBoxLength.ts'
import { decodePadded, encodePadded, ObjectReader, textProblem } from './object.ts'
import { scopeBytes } from './scope.ts'
import type { Scope } from './scope.ts'

export const UNLOCKER_KINDS = ['recovery', 'wallet', 'passkey', 'metamask'] as const

/** How an account is unlocked; its place in `UNLOCKER_KINDS`, from 1, is its code in derivations. */
export type UnlockerKind = (typeof UNLOCKER_KINDS)[number]

/** The public half of an unlocker: a root can be sealed to it without its secret. */
export type Unlocker = {
  /** 16 random bytes, never used again: what a wallet signs and a passkey is asked about is made of them. */
  readonly id: Uint8Array
  readonly kind: UnlockerKind
  /** X-Wing, 1216 bytes. */
  readonly publicKey: Uint8Array
  /** For `metamask` and no other: the unlocker's secret, encrypted to the wallet's encryption key. */
  readonly encrypted?: Uint8Array
}

/** An unlocker with the root sealed to it. */
export type UnlockerSlot = Unlocker & { readonly sealed: Uint8Array }

export type Vault = {
  /** 32 random bytes, the same for the vault's whole life. */
  readonly salt: Uint8Array
  readonly unlockers: readonly UnlockerSlot[]
  /** The box of `VaultContents`. */
  readonly contents: Uint8Array
}

export type VaultContents = {
  /** Of the current account key; rises with every new one. */
  readonly generation: number
  /** Secret halves of the account's earlier keys, ascending by generation. */
  readonly earlierKeys: readonly { readonly generation: number; readonly secretKey: Uint8Array }[]
  /** What only the account's own devices see of each unlocker, in the order of `Vault.unlockers`. */
  readonly unlockers: readonly UnlockerNote[]
  /** Charts received by transfer. */
  readonly charts: readonly Hex[]
}

export type UnlockerNote = {
  readonly id: Uint8Array
  readonly name: string
  /** Seconds. */
  readonly createdAt: number
}

export type UnlockerSecret = { readonly kind: UnlockerKind; readonly secret: Uint8Array }

export const MAX_UNLOCKERS = 16
export const MAX_UNLOCKER_NAME = 100
export const MAX_EARLIER_KEYS = 256
export const MAX_CHARTS = 1024
export const MAX_VAULT_CONTENTS = 65536

/** A new vault's salt. */
export function createVaultSalt(): Uint8Array<ArrayBuffer> {
  return randomBytes(32)
}

/** A new unlocker's id: what a wallet signs and a passkey is asked about depends on it, so it is made first. */
export function createUnlockerId(): Uint8Array<ArrayBuffer> {
  return randomBytes(16)
}

/**
 * What is asked of a wallet or a passkey for one unlocker, 32 bytes. Another unlocker has another, so a way that was
 * removed and is added again has another secret: a signature that someone kept of the first opens nothing of the second.
 */
export function unlockerSalt({
  account,
  salt,
  id,
}: {
  account: Address
  /** The vault's. */
  salt: Uint8Array
  id: Uint8Array
}): Uint8Array {
  return sha256(domain('unlockerSalt', addressBytes(account), salt, id))
}

/** A new unlocker of the vault with this salt. `id` is the one that a wallet or a passkey was asked about. */
export async function createUnlocker({
  account,
  salt,
  id = createUnlockerId(),
  kind,
  secret,
  encrypted,
}: {
  account: Address
  salt: Uint8Array
  id?: Uint8Array
  encrypted?: Uint8Array
} & UnlockerSecret): Promise<Unlocker> {
  const { publicKey, secretKey } = await deriveUnlockerKeyPair({ account, salt, id, kind, secret })
  wipe(secretKey)
  return { id, kind, publicKey, ...(encrypted === undefined ? {} : { encrypted }) }
}

/** Whether this is the secret of that unlocker. */
export async function isUnlockedBy(
  { id, kind, publicKey }: Unlocker,
  { account, salt, secret }: { account: Address; salt: Uint8Array; secret: Uint8Array },
): Promise<boolean> {
  const made = await createUnlocker({ account, salt, id, kind, secret })
  return equalBytes(made.publicKey, publicKey)
}

/**
 * Seals a root to every unlocker and boxes the contents under it. Also re-seals: after unlockers came or went, or for
 * a new root. The notes of unlockers that are not there are left out. What is sealed here opens again: nothing that a
 * reader refuses is sealed.
 *
 * @throws VaultFullError, ValueInvalidError
 */
export async function sealVault({
  scope,
  account,
  salt,
  root,
  unlockers,
  contents,
}: {
  scope: Scope
  account: Address
  salt: Uint8Array
  root: Uint8Array
  unlockers: readonly Unlocker[]
  contents: VaultContents
}): Promise<Vault> {
  if (!unlockers.some(({ kind }) => kind === 'recovery')) {
    throw new ValueInvalidError('list of unlockers', 'it has no recovery code')
  }
  if (unlockers.length > MAX_UNLOCKERS) {
    throw new ValueInvalidError('list of unlockers', `it has more than ${MAX_UNLOCKERS}`)
  }
  if (contents.charts.length > MAX_CHARTS) throw new VaultFullError('charts', MAX_CHARTS)
  if (contents.earlierKeys.length > MAX_EARLIER_KEYS) throw new VaultFullError('keys', MAX_EARLIER_KEYS)
  const slots: UnlockerSlot[] = []
  const notes: UnlockerNote[] = []
  for (const { id, kind, publicKey, encrypted } of unlockers) {
    if ((kind === 'metamask') !== (encrypted !== undefined)) {
      throw new ValueInvalidError('list of unlockers', 'one lacks its encrypted secret, or has one too many')
    }
    const note = contents.unlockers.find((entry) => equalBytes(entry.id, id))
    if (note === undefined) throw new ValueInvalidError('list of unlockers', 'one has no note')
    const problem = textProblem(note.name, MAX_UNLOCKER_NAME)
    if (problem !== null) throw new ValueInvalidError('unlocker’s name', `it ${problem}`)
    notes.push(note)
    const context = rootContext(scope, account, salt, { id, kind })
    const sealed = await seal(publicKey, 'vaultRoot', context, root)
    slots.push({ id, kind, publicKey, sealed, ...(encrypted === undefined ? {} : { encrypted }) })
  }
  const plaintext = encodePadded({
    generation: contents.generation,
    earlierKeys: contents.earlierKeys.map(({ generation, secretKey }) => ({ generation, secretKey })),
    unlockers: notes.map(({ id, name, createdAt }) => ({ id, name, createdAt })),
    charts: contents.charts.map((chart) => hexToBytes(chart, 32, 'chart id')),
  })
  const box = sealBox(root, 'vaultContents', contentsContext(scope, account), plaintext)
  wipe(plaintext)
  if (box.length > MAX_VAULT_CONTENTS) throw new ValueInvalidError('vault', 'it holds too many entries')
  const vault = { salt, unlockers: slots, contents: box }
  checkOpens({ vault, scope, account, root })
  return vault
}

/** @throws ValueInvalidError for contents that every reader would refuse */
function checkOpens(parameters: { vault: Vault; scope: Scope; account: Address; root: Uint8Array }): void {
  try {
    const { earlierKeys } = openVaultContents(parameters)
    wipe(...earlierKeys.map(({ secretKey }) => secretKey))
  } catch (cause) {
    if (!(cause instanceof BaseError)) throw cause
    throw new ValueInvalidError('vault', 'no device could open it again', { cause })
  }
}

export type NewUnlocker = UnlockerSecret & { readonly name: string; readonly id?: Uint8Array }

/** The first vault of a new account, with the account key of generation 0. */
export async function createVault({
  scope,
  account,
  salt,
  root,
  unlockers,
  createdAt,
}: {
  scope: Scope
  account: Address
  salt: Uint8Array
  root: Uint8Array
  unlockers: readonly NewUnlocker[]
  /** Seconds. */
  createdAt: number
}): Promise<Vault> {
  const made: Unlocker[] = []
  const notes: UnlockerNote[] = []
  for (const { name, ...given } of unlockers) {
    const unlocker = await createUnlocker({ account, salt, ...given })
    made.push(unlocker)
    notes.push({ id: unlocker.id, name, createdAt })
  }
  const contents = { generation: 0, earlierKeys: [], unlockers: notes, charts: [] }
  return sealVault({ scope, account, salt, root, unlockers: made, contents })
}

export type OpenedVault = {
  readonly root: Uint8Array
  readonly contents: VaultContents
  /** The unlocker that opened it. */
  readonly unlocker: Unlocker
}

/**
 * Opens a vault with the secret of one unlocker.
 *
 * @throws UnlockerUnknownError when no slot has this unlocker's public key.
 * @throws VaultUnreadableError when the slot or the contents do not open.
 */
export async function openVault({
  vault,
  scope,
  account,
  unlocker,
}: {
  vault: Vault
  scope: Scope
  account: Address
  unlocker: UnlockerSecret
}): Promise<OpenedVault> {
  const { slot, pair } = await findSlot(vault, account, unlocker)
  let root: Uint8Array
  try {
    root = await unseal(pair, 'vaultRoot', rootContext(scope, account, vault.salt, slot), slot.sealed)
  } catch (cause) {
    throw new VaultUnreadableError('the root sealed to this unlocker does not open', { cause })
  } finally {
    wipe(pair.secretKey)
  }
  if (root.length !== 32) throw new VaultUnreadableError('its root has a wrong length')
  return { root, contents: openVaultContents({ vault, scope, account, root }), unlocker: slot }
}

/** Opens the contents of a vault whose root is known. @throws VaultUnreadableError */
export function openVaultContents({
  vault,
  scope,
  account,
  root,
}: {
  vault: Vault
  scope: Scope
  account: Address
  root: Uint8Array
}): VaultContents {
  let plaintext: Uint8Array
  try {
    plaintext = openBox(root, 'vaultContents', contentsContext(scope, account), vault.contents)
  } catch (cause) {
    throw new VaultUnreadableError('its contents do not open', { cause })
  }
  try {
    return decodeContents(plaintext, vault)
  } finally {
    wipe(plaintext)
  }
}

function decodeContents(plaintext: Uint8Array, vault: Vault): VaultContents {
  const read: ObjectReader = new ObjectReader('vault')
  const keys = ['generation', 'earlierKeys', 'unlockers', 'charts']
  const map = read.map(decodePadded('vault', plaintext, MAX_VAULT_CONTENTS), '', keys)
  const generation = read.uint(map.generation, 'generation', 0, 0xffffffff)
  const earlierKeys = read.list(map.earlierKeys, 'earlierKeys', MAX_EARLIER_KEYS, (item, path) => {
    const key = read.map(item, path, ['generation', 'secretKey'])
    return {
      generation: read.uint(key.generation, path, 0, generation - 1),
      secretKey: read.bytes(key.secretKey, path, 32).slice(),
    }
  })
  read.ascending(earlierKeys, 'earlierKeys', (a, b) => a.generation - b.generation)
  const unlockers = read.list(map.unlockers, 'unlockers', MAX_UNLOCKERS, (item, path) => {
    const note = read.map(item, path, ['id', 'name', 'createdAt'])
    return {
      id: read.bytes(note.id, path, 16).slice(),
      name: read.text(note.name, path, MAX_UNLOCKER_NAME),
      createdAt: read.uint(note.createdAt, path, 0, Number.MAX_SAFE_INTEGER),
    }
  })
  const isSame =
    unlockers.length === vault.unlockers.length &&
    unlockers.every(({ id }, index) => equalBytes(id, vault.unlockers[index]!.id))
  if (!isSame) throw new VaultUnreadableError('its unlockers are not those that its owner set')
  return {
    generation,
    earlierKeys,
    unlockers,
    charts: read.list(map.charts, 'charts', MAX_CHARTS, (item, path) => read.hex32(item, path)),
  }
}

/** Reads a vault out of a decoded profile. @throws ObjectMalformedError */
export function readVault(read: ObjectReader, value: unknown): Vault {
  const map = read.map(value, 'vault', ['salt', 'unlockers', 'contents'])
  const unlockers = read.list(map.unlockers, 'vault.unlockers', MAX_UNLOCKERS, (item, path) => {
    const slot = read.map(item, path, ['id', 'kind', 'publicKey', 'sealed', 'encrypted?'])
    const kind = UNLOCKER_KINDS.find((known) => known === slot.kind)
    if (kind === undefined) read.fail(`${path}.kind`, 'is not known')
    if ((kind === 'metamask') !== (slot.encrypted !== undefined)) {
      read.fail(`${path}.encrypted`, 'is missing or does not belong there')
    }
    return {
      id: read.bytes(slot.id, `${path}.id`, 16),
      kind,
      publicKey: read.bytes(slot.publicKey, `${path}.publicKey`, PUBLIC_KEY_LENGTH),
      sealed: read.bytes(slot.sealed, `${path}.sealed`, SEAL_OVERHEAD + 32),
      ...(kind === 'metamask'
        ? { encrypted: read.bytes(slot.encrypted, `${path}.encrypted`, METAMASK_BOX_LENGTH) }
        : {}),
    }
  })
  if (!unlockers.some(({ kind }) => kind === 'recovery')) read.fail('vault.unlockers', 'has no recovery code')
  return {
    salt: read.bytes(map.salt, 'vault.salt', 32),
    unlockers,
    contents: read.bytes(map.contents, 'vault.contents', 1, MAX_VAULT_CONTENTS),
  }
}

/** The slot that a secret belongs to, by its public key. @throws UnlockerUnknownError */
async function findSlot(
  { salt, unlockers }: Vault,
  account: Address,
  { kind, secret }: UnlockerSecret,
): Promise<{ slot: UnlockerSlot; pair: KeyPair }> {
  for (const slot of unlockers) {
    if (slot.kind !== kind) continue
    const pair = await deriveUnlockerKeyPair({ account, salt, id: slot.id, kind, secret })
    if (equalBytes(pair.publicKey, slot.publicKey)) return { slot, pair }
    wipe(pair.secretKey)
  }
  throw new UnlockerUnknownError(kind)
}

async function deriveUnlockerKeyPair({
  account,
  salt,
  id,
  kind,
  secret,
}: { account: Address; salt: Uint8Array; id: Uint8Array } & UnlockerSecret): Promise<KeyPair> {
  const about = unlockerSalt({ account, salt, id })
  const seed = deriveKey(secret, 'unlockerKey', kindByte(kind), addressBytes(account), about)
  const pair = await deriveKeyPair(seed)
  wipe(seed)
  return pair
}

function kindByte(kind: UnlockerKind): Uint8Array {
  return Uint8Array.of(UNLOCKER_KINDS.indexOf(kind) + 1)
}

function rootContext(
  scope: Scope,
  account: Address,
  salt: Uint8Array,
  { id, kind }: Pick<Unlocker, 'id' | 'kind'>,
): Uint8Array {
  return concatBytes(scopeBytes(scope), addressBytes(account), salt, id, kindByte(kind))
}

function contentsContext(scope: Scope, account: Address): Uint8Array {
  return concatBytes(scopeBytes(scope), addressBytes(account))
}
