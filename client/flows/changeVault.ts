import { publishCall } from '../chain/calls.ts'
import { equalBytes, wipe } from '../crypto/bytes.ts'
import type { AccountKey } from '../crypto/account.ts'
import { createRoot, deriveAccountKeyPair } from '../crypto/accountKey.ts'
import { encodeProfile } from '../crypto/profile.ts'
import { openVaultContents, sealVault } from '../crypto/vault.ts'
import type { Unlocker, VaultContents } from '../crypto/vault.ts'
import { TransactionRevertedError } from '../errors/chain.ts'
import { AccountBusyError, AccountKeyRenewedError, AccountMissingError } from '../errors/flows.ts'
import { flowOptions, MAX_ATTEMPTS } from './changeKeyring.ts'
import { readProfile } from './readProfile.ts'
import type { PublishedProfile } from './readProfile.ts'
import { registrarScope } from './scopes.ts'
import { requireWallet } from './session.ts'
import { storeBlocks } from './storeBlocks.ts'
import { forgetSuperseded, noteSuperseded, settleOne } from './settleSuperseded.ts'
import { isSettled, submitAct } from './submitAct.ts'
import type { FlowOptions, Session } from './types.ts'

export type RenewOptions = FlowOptions & {
  /**
   * Called with the session as it is now, as soon as a new account key is published. The one given is of no use from
   * then on, and the charts that are renewed after that may take many confirmations.
   */
  readonly onSession?: ((session: Session) => void) | undefined
}

/** What a plan may change. The notes of unlockers that are not listed are dropped. */
export type VaultPlan = {
  readonly unlockers: readonly Unlocker[]
  readonly notes: VaultContents['unlockers']
  /** Charts received by transfer. */
  readonly charts: VaultContents['charts']
}

export type ChangeVaultParameters = FlowOptions & {
  /** Makes the next list of unlockers from the present one. Called again when another device came first. */
  readonly plan: (present: VaultPlan) => Omit<VaultPlan, 'charts'> & Partial<Pick<VaultPlan, 'charts'>>
  /** Draws a new root and account key too; the old key stays in the vault. */
  readonly renew?: boolean
}

/**
 * Changes the account's vault by compare-and-swap: reads the published profile, builds on it, stores the bytes and
 * files the digest. When another device came first, all of it is done anew on top of what that one published. Stores give
 * the profile of before up, once the chain is final about the new one.
 *
 * @returns the session with the keys as they are now; use it in place of the one given.
 * @throws AccountKeyRenewedError when another device drew a new root, which this session cannot know
 * @throws AccountBusyError, BytesNotConfirmedError, and what `submit` throws
 */
export async function changeVault(
  session: Session,
  { plan, renew = false, onProgress, signal }: ChangeVaultParameters,
): Promise<Session> {
  const wallet = requireWallet(session)
  const { context, account, keys } = session
  const scope = registrarScope(context)
  const options = flowOptions(onProgress, signal)
  for (let attempt = 1; ; attempt++) {
    onProgress?.({ step: attempt === 1 ? 'reading' : 'retrying', act: 'publish' })
    const { pointer, profile } = await readOwnProfile(session)
    const { vault } = profile
    const contents = openVaultContents({ vault, scope, account, root: keys.root })
    const next = plan({
      unlockers: vault.unlockers,
      notes: contents.unlockers,
      charts: contents.charts,
    })
    onProgress?.({ step: 'encrypting', act: 'publish' })
    const root = renew ? createRoot() : keys.root
    let pairs = keys.pairs
    try {
      if (renew) pairs = await nextPairs(root, keys.pairs)
      const sealed = await sealVault({
        scope,
        account,
        salt: vault.salt,
        root,
        unlockers: next.unlockers,
        contents: {
          generation: pairs[0].generation,
          earlierKeys: pairs
            .slice(1)
            .toReversed()
            .map(({ generation, secretKey }) => ({ generation, secretKey })),
          unlockers: next.notes,
          charts: next.charts ?? contents.charts,
        },
      })
      const block = encodeProfile({ ...profile, publicKey: pairs[0].publicKey, vault: sealed })
      await storeBlocks(context, { root: block.cid, blocks: [block], place: { account }, ...options })
      const replaced = { pointer, by: block.pointer, place: { account }, number: null }
      const noted = await noteSuperseded(context, replaced)
      try {
        await submitAct(context, {
          wallet,
          act: 'publish',
          call: publishCall(context.chain, { previous: pointer, profile: block.pointer }),
          stored: [block.pointer],
          ...options,
        })
      } catch (error) {
        if (isSettled(error)) await forgetSuperseded(context, replaced).catch(() => {})
        throw error
      }
      // The ways that were removed open it as long as a store has it.
      await settleOne(context, noted).catch(() => {})
      if (renew) wipe(keys.root)
      return { ...session, keys: { root, pairs, profile: block.pointer, memory: keys.memory } }
    } catch (error) {
      if (renew) wipe(root)
      if (pairs !== keys.pairs) wipe(pairs[0].secretKey)
      if (!(error instanceof TransactionRevertedError) || error.errorName !== 'RegistrarStaleProfile')
        throw error
      if (attempt === MAX_ATTEMPTS) throw new AccountBusyError({ cause: error })
    }
  }
}

/** The account's own profile as published now. @throws AccountKeyRenewedError when it is of another root. */
export async function readOwnProfile(session: Session): Promise<PublishedProfile> {
  const { context, account, keys } = session
  const published = await readProfile(context, { account, known: keys.memory.profiles })
  if (published === null) throw new AccountMissingError()
  if (!equalBytes(published.profile.publicKey, keys.pairs[0].publicKey)) throw new AccountKeyRenewedError()
  return published
}

/** The key of the next generation, then the present one and those before. */
async function nextPairs(
  root: Uint8Array,
  pairs: Session['keys']['pairs'],
): Promise<[AccountKey, ...AccountKey[]]> {
  const generation = pairs[0].generation + 1
  return [{ ...(await deriveAccountKeyPair(root, generation)), generation }, ...pairs]
}
