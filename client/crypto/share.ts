import { sha256 } from '@noble/hashes/sha2.js'
import type { Address, Hex } from 'viem'
import { KeyringUnreadableError } from '../errors/crypto.ts'
import { addressBytes, concatBytes, equalBytes, hexToBytes, uintBytes } from './bytes.ts'
import { seal, SEAL_OVERHEAD, unseal } from './hpke.ts'
import type { KeyPair } from './hpke.ts'
import type { KeyringRoot } from './keyring.ts'
import { domain } from './labels.ts'
import { chartBytes } from './scope.ts'
import type { ChartScope } from './sectionKeys.ts'

/** Bytes of a sealed share: it holds a record key. */
export const SHARE_LENGTH = SEAL_OVERHEAD + 32
const TAG_LENGTH = 16

/** Which record is shared with whom. */
export type SharePlace = ChartScope & {
  readonly number: number
  /** The record's pointer, as the chain gives it now. */
  readonly pointer: Hex
  readonly account: Address
}

/**
 * Seals a record's key to a reader, for a keyring's list of shares.
 *
 * @throws PublicKeyInvalidError when the reader's key is none.
 */
export function sealShare({
  publicKey,
  recordKey,
  ...place
}: SharePlace & { readonly publicKey: Uint8Array; readonly recordKey: Uint8Array }): Promise<Uint8Array> {
  return seal(publicKey, 'share', shareContext(place), recordKey)
}

/**
 * Opens a reader's share of a record, for `openSharedRecord`.
 *
 * @returns the record key, or null when the keyring holds no such share.
 * @throws KeyringUnreadableError when none of the keys opens it: it was sealed to another key or pointer.
 */
export async function openShare({
  root,
  pairs,
  ...place
}: Omit<SharePlace, 'scope' | 'chart'> & {
  readonly root: KeyringRoot
  /** The account's key pairs, the current one first. */
  readonly pairs: readonly KeyPair[]
}): Promise<Uint8Array | null> {
  const tag = shareTag(root, place.number, place.account)
  const entry = root.shares.find((share) => equalBytes(share.tag, tag))
  if (entry === undefined) return null
  const context = shareContext({ ...place, scope: root.scope, chart: root.chart })
  let cause: unknown
  for (const pair of pairs) {
    try {
      return await unseal(pair, 'share', context, entry.sealed)
    } catch (error) {
      cause = error
    }
  }
  throw new KeyringUnreadableError({ cause })
}

/** The first 16 bytes of a hash of chart, record and reader. No epoch: a rotation leaves a share as it is. */
export function shareTag({ scope, chart }: ChartScope, number: number, reader: Address): Uint8Array {
  const digest = sha256(
    domain('shareTag', chartBytes(scope, chart), uintBytes(number, 4), addressBytes(reader)),
  )
  return digest.slice(0, TAG_LENGTH)
}

function shareContext({ scope, chart, number, pointer, account }: SharePlace): Uint8Array {
  return concatBytes(
    chartBytes(scope, chart),
    uintBytes(number, 4),
    hexToBytes(pointer, 32, 'pointer'),
    addressBytes(account),
  )
}
