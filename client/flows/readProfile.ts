import type { Address } from 'viem'
import { readProfilePointer } from '../chain/readProfilePointer.ts'
import type { Pointer } from '../chain/types.ts'
import { decodeProfile } from '../crypto/profile.ts'
import type { Profile } from '../crypto/profile.ts'
import { BaseError } from '../errors/BaseError.ts'
import { ProfileUnreadableError } from '../errors/flows.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import type { Context } from './types.ts'

export type PublishedProfile = { readonly pointer: Pointer; readonly profile: Profile }

/**
 * An account's profile as the chain names it now, checked against its digest, or null when it has none.
 *
 * @throws ProfileUnreadableError when no store gives it, or it is not the account's own
 * @throws ChainUnreachableError
 */
export async function readProfile(
  context: Context,
  { account, known, signal }: { account: Address; known?: Map<Pointer, Profile>; signal?: AbortSignal },
): Promise<PublishedProfile | null> {
  const pointer = await readProfilePointer(context.chain, { account })
  if (pointer === null) return null
  const remembered = known?.get(pointer)
  if (remembered !== undefined) return { pointer, profile: remembered }
  try {
    const bytes = await fetchBlock(context.stores, cidOfPointer(pointer), { signal })
    const profile = decodeProfile(bytes, account)
    known?.set(pointer, profile)
    return { pointer, profile }
  } catch (cause) {
    if (!(cause instanceof BaseError)) throw cause
    throw new ProfileUnreadableError({ cause })
  }
}
