import type { Address } from 'viem'
import { isAddressEqual } from 'viem'
import { ProfileMismatchError, ValueInvalidError } from '../errors/crypto.ts'
import { addressBytes } from './bytes.ts'
import { PUBLIC_KEY_LENGTH } from './hpke.ts'
import { decodeCanonical, encodeBlock, ObjectReader, textProblem } from './object.ts'
import type { RootBlock } from './object.ts'
import { readVault } from './vault.ts'
import type { Vault } from './vault.ts'

export const ACCOUNT_KINDS = ['patient', 'practitioner', 'organization'] as const

export type AccountKind = (typeof ACCOUNT_KINDS)[number]

/** What an account publishes of itself. Its digest is in `Registrar`. */
export type Profile = {
  readonly account: Address
  readonly kind: AccountKind
  /** Self-asserted. Never for patients. */
  readonly name: string | null
  /** X-Wing, 1216 bytes. */
  readonly publicKey: Uint8Array
  /** Gateways at which the account's blocks can be read. */
  readonly stores: readonly string[]
  readonly vault: Vault
}

export const MAX_PROFILE = 262144
export const MAX_NAME = 200
const MAX_STORES = 16
const MAX_STORE_URL = 500

/** @throws ValueInvalidError when a name or URL breaks a limit, or a patient has a name. */
export function encodeProfile(profile: Profile): RootBlock {
  const problem = profileProblem(profile)
  if (problem !== null) throw new ValueInvalidError('profile', problem)
  const { account, kind, name, publicKey, stores, vault } = profile
  const block = encodeBlock({
    v: 1,
    type: 'chartkey/profile',
    account: addressBytes(account),
    kind,
    ...(name === null ? {} : { name }),
    publicKey,
    stores: [...stores],
    vault: {
      salt: vault.salt,
      unlockers: vault.unlockers.map(({ id, kind, publicKey, sealed, encrypted }) => ({
        id,
        kind,
        publicKey,
        sealed,
        ...(encrypted === undefined ? {} : { encrypted }),
      })),
      contents: vault.contents,
    },
  })
  if (block.bytes.length > MAX_PROFILE) throw new ValueInvalidError('profile', 'it is too large')
  return block
}

/**
 * Decodes the profile of an account from the block that `Registrar` names for it.
 *
 * @throws ObjectTooLargeError, ObjectMalformedError, VersionUnsupportedError
 * @throws ProfileMismatchError when it is another account's.
 */
export function decodeProfile(bytes: Uint8Array, account: Address): Profile {
  const read: ObjectReader = new ObjectReader('profile')
  const map = read.root(decodeCanonical('profile', bytes, MAX_PROFILE), 'chartkey/profile', [
    'account',
    'kind',
    'name?',
    'publicKey',
    'stores',
    'vault',
  ])
  const kind = ACCOUNT_KINDS.find((known) => known === map.kind)
  if (kind === undefined) read.fail('kind', 'is not known')
  const profile: Profile = {
    account: read.address(map.account, 'account'),
    kind,
    name: map.name === undefined ? null : read.text(map.name, 'name', MAX_NAME, 1),
    publicKey: read.bytes(map.publicKey, 'publicKey', PUBLIC_KEY_LENGTH),
    stores: read.list(map.stores, 'stores', MAX_STORES, (item, path) => read.text(item, path, MAX_STORE_URL)),
    vault: readVault(read, map.vault),
  }
  const problem = profileProblem(profile)
  if (problem !== null) read.fail('', problem)
  if (!isAddressEqual(profile.account, account)) throw new ProfileMismatchError('it names another account')
  return profile
}

function profileProblem({ kind, name, publicKey, stores }: Profile): string | null {
  if (kind === 'patient' && name !== null) return 'a patient’s profile has no name'
  if (name !== null) {
    const problem = textProblem(name, MAX_NAME, 1)
    if (problem !== null) return `its name ${problem}`
  }
  if (publicKey.length !== PUBLIC_KEY_LENGTH) return 'its public key has a wrong length'
  if (stores.length > MAX_STORES) return `it has more than ${MAX_STORES} stores`
  for (const store of stores) {
    if (store.length > MAX_STORE_URL || !URL.canParse(store)) return 'a store is not a URL'
    const { protocol, username, password } = new URL(store)
    if (!/^https?:$/.test(protocol) || username !== '' || password !== '') {
      return 'a store is not an http or https URL without credentials'
    }
  }
  return null
}
