import { isAddressEqual } from 'viem'
import type { BlockMoment } from '../chain/readBlock.ts'
import type { GrantState } from '../chain/types.ts'
import { equalBytes } from '../crypto/bytes.ts'
import { BaseError } from '../errors/BaseError.ts'
import type { RememberedKeyring } from './keys.ts'
import { isLive } from './keyrings.ts'
import { readProfile } from './readProfile.ts'
import type { GrantSummary, Session } from './types.ts'

/** A grant with what the owner's keyring and the grantee's profile add to it. A profile out of reach is left out. */
export async function summarizeGrant(
  session: Session,
  { grant, moment, keyring }: { grant: GrantState; moment: BlockMoment; keyring: RememberedKeyring | null },
): Promise<GrantSummary> {
  const opened = keyring?.opened ?? null
  const contents = opened === null || opened.role === 'grantee' ? null : opened.contents
  const is = ({ account }: { account: GrantState['grantee'] }) => isAddressEqual(account, grant.grantee)
  const reader = contents?.readers.find(is)
  const published = await readProfile(session.context, {
    account: grant.grantee,
    known: session.keys.memory.profiles,
  }).catch((error: unknown) => {
    if (error instanceof BaseError) return null
    throw error
  })
  return {
    ...grant,
    name: contents?.people.find(is)?.name ?? null,
    publicName: published?.profile.name ?? null,
    isExpired: !isLive(grant, moment),
    isProfileChanged:
      reader !== undefined &&
      published !== null &&
      !equalBytes(reader.publicKey, published.profile.publicKey),
    profile: published?.pointer ?? null,
    isKeyMissing: contents === null ? opened === null : reader === undefined,
  }
}
