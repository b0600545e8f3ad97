import { publishCall } from '../chain/calls.ts'
import type { Wallet } from '../chain/types.ts'
import { decodeProfile } from '../crypto/profile.ts'
import { deriveAccountKeys } from '../crypto/account.ts'
import { openVaultContents } from '../crypto/vault.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { createSessionMemory } from './keys.ts'
import { registrarScope } from './scopes.ts'
import { storeBlocks } from './storeBlocks.ts'
import { submitAct } from './submitAct.ts'
import type { AccountDraft, Context, FlowOptions, Session } from './types.ts'

export type PublishAccountParameters = FlowOptions & {
  readonly wallet: Wallet
  readonly draft: AccountDraft
}

/**
 * Stores a prepared account's profile, and files its digest once the bytes are confirmed. A failure leaves the draft
 * as it was, to be published again.
 *
 * @throws BytesNotConfirmedError, and what `submit` throws
 */
export async function publishAccount(
  context: Context,
  { wallet, draft, ...options }: PublishAccountParameters,
): Promise<Session> {
  const { account, kind, name, root, profile, previous } = draft
  const cid = cidOfPointer(profile.pointer)
  const blocks = [{ cid, bytes: profile.bytes }]
  await storeBlocks(context, { root: cid, blocks, place: { account }, ...options })
  await submitAct(context, {
    wallet,
    act: 'publish',
    call: publishCall(context.chain, { previous, profile: profile.pointer }),
    stored: [profile.pointer],
    ...options,
  })
  const { vault } = decodeProfile(profile.bytes, account)
  const contents = openVaultContents({ vault, scope: registrarScope(context), account, root })
  const keys = { root: Uint8Array.from(root), profile: profile.pointer, memory: createSessionMemory() }
  options.onProgress?.({ step: 'done' })
  return {
    context,
    account,
    kind,
    name,
    wallet,
    keys: { ...keys, pairs: await deriveAccountKeys(root, contents) },
  }
}
