import type { Address } from 'viem'
import { readProfile } from './readProfile.ts'
import type { AccountState, Context, FlowOptions } from './types.ts'

/** What anyone can see of an account: whether it is set up here, as what, and how it can be unlocked. */
export async function accountState(
  context: Context,
  account: Address,
  { signal }: FlowOptions = {},
): Promise<AccountState> {
  const published = await readProfile(context, { account, ...(signal === undefined ? {} : { signal }) })
  if (published === null) return 'none'
  const { pointer, profile } = published
  return {
    account: profile.account,
    kind: profile.kind,
    name: profile.name,
    unlockers: [...new Set(profile.vault.unlockers.map(({ kind }) => kind))],
    profile: pointer,
  }
}
