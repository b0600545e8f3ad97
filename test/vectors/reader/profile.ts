import { type Bytes, equal, u32, u8 } from './bytes.ts'
import { derive, keyPair, openBox, openSeal, scopeOf, unpad } from './primitives.ts'
import { refuse } from './refuse.ts'
import { ascending, bytes, decodeRoot, fields, list, number, oneOf, text } from './shape.ts'
import { UNLOCKER_CODES, type UnlockerKind, unlockerKeyPair, unlockerSalt } from './unlockers.ts'

const MAX_PROFILE = 262_144
const KINDS = ['patient', 'practitioner', 'organization'] as const
const UNLOCKER_KINDS = Object.keys(UNLOCKER_CODES) as UnlockerKind[]
const MAX_U32 = 2 ** 32 - 1

const storeUrl = (value: string) => {
  const url = URL.parse(value) ?? refuse('shape', 'is no URL')
  if (!['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    refuse('shape', 'is no http or https URL without credentials')
  return value
}

const decodeVault = (value: Parameters<typeof fields>[0]) => {
  const vault = fields(value, 'salt unlockers contents')
  const unlockers = list(vault.get('unlockers'), 1, 16).map((entry) => {
    const slot = fields(entry, 'id kind publicKey sealed ? encrypted')
    if ((slot.get('kind') === 'metamask') !== slot.has('encrypted'))
      refuse('shape', 'has an encrypted secret where none belongs, or lacks one')
    return {
      id: bytes(slot.get('id'), 16),
      kind: oneOf(slot.get('kind'), UNLOCKER_KINDS),
      publicKey: bytes(slot.get('publicKey'), 1216),
      sealed: bytes(slot.get('sealed'), 1168),
      encrypted: slot.has('encrypted') ? bytes(slot.get('encrypted'), 138) : null,
    }
  })
  if (!unlockers.some(({ kind }) => kind === 'recovery'))
    refuse('shape', 'is a vault without a recovery code')
  return {
    salt: bytes(vault.get('salt'), 32),
    unlockers,
    contents: bytes(vault.get('contents'), 296, 65_536),
  }
}

export type Profile = ReturnType<typeof readProfile>

/** Reads the root block that the registrar names for an account. */
export const readProfile = (block: Bytes, pointer: Uint8Array, account: Uint8Array) => {
  const root = decodeRoot(
    block,
    pointer,
    'chartkey/profile',
    MAX_PROFILE,
    'account kind publicKey stores vault ? name',
  )
  const kind = oneOf(root.get('kind'), KINDS)
  const name = root.has('name') ? text(root.get('name'), 1, 200) : null
  if (kind === 'patient' && name !== null) refuse('shape', 'is a patient with a name')
  const profile = {
    account: bytes(root.get('account'), 20),
    kind,
    name,
    publicKey: bytes(root.get('publicKey'), 1216),
    stores: list(root.get('stores'), 0, 16).map((store) => storeUrl(text(store, 1, 500))),
    vault: decodeVault(root.get('vault')),
  }
  if (!equal(profile.account, account)) refuse('place', 'is the profile of another account')
  return profile
}

const decodeContents = (padded: Bytes, ids: readonly Uint8Array[]) => {
  const contents = fields(unpad(padded), 'generation earlierKeys unlockers charts')
  const generation = number(contents.get('generation'), 0, MAX_U32)
  const earlierKeys = list(contents.get('earlierKeys'), 0, 256).map((entry) => {
    const key = fields(entry, 'generation secretKey')
    return {
      generation: number(key.get('generation'), 0, generation - 1),
      secretKey: bytes(key.get('secretKey'), 32),
    }
  })
  ascending(earlierKeys, (a, b) => a.generation - b.generation)
  const unlockers = list(contents.get('unlockers'), ids.length, ids.length).map((entry, i) => {
    const unlocker = fields(entry, 'id name createdAt')
    const id = bytes(unlocker.get('id'), 16)
    if (!equal(id, ids[i]!)) refuse('shape', 'is not the list of the unlockers')
    return {
      id,
      name: text(unlocker.get('name'), 0, 100),
      createdAt: number(unlocker.get('createdAt'), 0, Number.MAX_SAFE_INTEGER),
    }
  })
  const charts = list(contents.get('charts'), 0, 1024).map((chart) => bytes(chart, 32))
  return { generation, earlierKeys, unlockers, charts }
}

/** Opens a profile's vault with an unlocker; `contract` is the registrar. */
export const openVault = (
  { account, publicKey, vault }: Profile,
  chainId: number,
  contract: Uint8Array,
  kind: UnlockerKind,
  secret: Uint8Array,
) => {
  const { slot, pair } =
    vault.unlockers
      .filter((slot) => slot.kind === kind)
      .map((slot) => {
        const salt = unlockerSalt(account, vault.salt, slot.id)
        return { slot, pair: unlockerKeyPair(secret, kind, account, salt) }
      })
      .find(({ slot, pair }) => equal(slot.publicKey, pair.publicKey)) ??
    refuse('key', 'no unlocker of the vault is this one')
  const scope = scopeOf(chainId, contract)
  const root = openSeal(
    pair.seed,
    'vault root',
    [scope, account, vault.salt, slot.id, u8(UNLOCKER_CODES[kind])],
    slot.sealed,
  )
  const contents = decodeContents(
    openBox(root, 'vault contents', [scope, account], vault.contents),
    vault.unlockers.map(({ id }) => id),
  )
  const current = keyPair(derive(root, 'account key', u32(contents.generation)))
  if (!equal(current.publicKey, publicKey)) refuse('key', 'the account key is not the public one')
  return { root, accountKey: current, ...contents }
}
