import type { Address } from 'viem'
import type { Wallet } from '../chain/types.ts'
import { openAccount } from '../crypto/account.ts'
import { wipe } from '../crypto/bytes.ts'
import { parseRecoveryCode } from '../crypto/recoveryCode.ts'
import type { UnlockerSecret } from '../crypto/vault.ts'
import { AccountMissingError } from '../errors/flows.ts'
import { createSessionMemory } from './keys.ts'
import { readProfile } from './readProfile.ts'
import { registrarScope } from './scopes.ts'
import { signUnlock } from './signUnlock.ts'
import type { Context, FlowOptions, Session } from './types.ts'

export type UnlockAccountParameters = FlowOptions &
  (
    | { readonly wallet: Wallet; readonly recoveryCode?: undefined }
    | { readonly account: Address; readonly recoveryCode: string; readonly wallet?: Wallet }
  )

/**
 * Opens an account by its wallet's signature (asked twice) or its recovery code. With a recovery code and no wallet
 * the account can be read, and nothing changed.
 *
 * @throws AccountMissingError, RecoveryCodeInvalidError, UnlockerUnknownError, VaultUnreadableError,
 * ProfileUnreadableError, UserRejectedError, WalletNotDeterministicError, WalletSignatureInvalidError
 */
export async function unlockAccount(context: Context, parameters: UnlockAccountParameters): Promise<Session> {
  const { wallet, recoveryCode, onProgress, signal } = parameters
  const account = parameters.recoveryCode === undefined ? parameters.wallet.account : parameters.account
  const options = {
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  }
  const recoverySecret = recoveryCode === undefined ? null : parseRecoveryCode(recoveryCode)
  onProgress?.({ step: 'reading' })
  const published = await readProfile(context, { account, ...(signal === undefined ? {} : { signal }) })
  if (published === null) throw new AccountMissingError()
  const { profile, pointer } = published
  const unlocker: UnlockerSecret =
    recoverySecret !== null
      ? { kind: 'recovery', secret: recoverySecret }
      : { kind: 'wallet', secret: await signUnlock(wallet!, { salt: profile.vault.salt, ...options }) }
  try {
    const { root, pairs } = await openAccount({ profile, scope: registrarScope(context), unlocker })
    return {
      context,
      account: profile.account,
      kind: profile.kind,
      name: profile.name,
      wallet: wallet ?? null,
      keys: { root, pairs, profile: pointer, memory: createSessionMemory() },
    }
  } finally {
    wipe(unlocker.secret)
  }
}
