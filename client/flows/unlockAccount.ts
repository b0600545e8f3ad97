import type { Address } from 'viem'
import type { Wallet } from '../chain/types.ts'
import { openAccount } from '../crypto/account.ts'
import { wipe } from '../crypto/bytes.ts'
import type { PasskeyPrf } from '../crypto/passkeyUnlock.ts'
import { parseRecoveryCode } from '../crypto/recoveryCode.ts'
import type { UnlockerSecret, Vault } from '../crypto/vault.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { WalletFailedError } from '../errors/chain.ts'
import { UnlockerUnknownError, WalletEncryptionError } from '../errors/crypto.ts'
import { AccountMissingError } from '../errors/flows.ts'
import { askPasskey, askWallet } from './askUnlockers.ts'
import { decryptByWallet } from './decryptByWallet.ts'
import type { EncryptionWallet } from './decryptByWallet.ts'
import { createSessionMemory } from './keys.ts'
import { readProfile } from './readProfile.ts'
import { registrarScope } from './scopes.ts'
import type { Context, FlowOptions, Session } from './types.ts'

export type UnlockAccountParameters = FlowOptions &
  (
    | { readonly wallet: Wallet; readonly recoveryCode?: undefined }
    | { readonly account: Address; readonly recoveryCode: string; readonly wallet?: Wallet }
    | { readonly account: Address; readonly passkey: PasskeyPrf; readonly wallet?: Wallet }
    | { readonly account: Address; readonly metamask: EncryptionWallet; readonly wallet?: Wallet }
  )

/**
 * Opens an account by its wallet's signature, its recovery code, a passkey, or a wallet's encryption key.
 * Without its wallet the account can be read, and nothing changed.
 *
 * @throws AccountMissingError, RecoveryCodeInvalidError, UnlockerUnknownError, VaultUnreadableError,
 * ProfileUnreadableError, UserRejectedError, WalletSignatureInvalidError, PasskeyUnsupportedError,
 * WalletEncryptionError
 */
export async function unlockAccount(context: Context, parameters: UnlockAccountParameters): Promise<Session> {
  const { wallet, onProgress, signal } = parameters
  const account = 'account' in parameters ? parameters.account : parameters.wallet.account
  const options = {
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  }
  const { recoveryCode } = 'recoveryCode' in parameters ? parameters : {}
  const recoverySecret = recoveryCode === undefined ? null : parseRecoveryCode(recoveryCode)
  onProgress?.({ step: 'reading' })
  const published = await readProfile(context, { account, ...(signal === undefined ? {} : { signal }) })
  if (published === null) throw new AccountMissingError()
  const { profile, pointer } = published
  const { vault } = profile
  let unlocker: UnlockerSecret
  if (recoverySecret !== null) unlocker = { kind: 'recovery', secret: recoverySecret }
  else if ('passkey' in parameters) {
    const secret = await askPasskey(parameters.passkey, vault, { account: profile.account })
    if (secret === null) throw new UnlockerUnknownError('passkey')
    unlocker = { kind: 'passkey', secret }
  } else if ('metamask' in parameters) {
    unlocker = { kind: 'metamask', secret: await decryptOneOf(parameters.metamask, vault) }
  } else {
    const secret = await askWallet(wallet!, vault, options)
    if (secret === null) throw new UnlockerUnknownError('wallet')
    unlocker = { kind: 'wallet', secret }
  }
  try {
    const { root, pairs } = await openAccount({ profile, scope: registrarScope(context), unlocker })
    const memory = createSessionMemory()
    memory.profiles.set(pointer, profile)
    return {
      context,
      account: profile.account,
      kind: profile.kind,
      name: profile.name,
      wallet: wallet ?? null,
      keys: { root, pairs, profile: pointer, memory },
    }
  } finally {
    wipe(unlocker.secret)
  }
}

/** The first secret in the vault that the wallet decrypts: one wallet opens only what was sealed to it. */
async function decryptOneOf(wallet: EncryptionWallet, { unlockers }: Vault): Promise<Uint8Array> {
  const boxes = unlockers.flatMap(({ encrypted }) => (encrypted === undefined ? [] : [encrypted]))
  let failure: BaseError = new UnlockerUnknownError('metamask')
  for (const box of boxes) {
    try {
      return await decryptByWallet(wallet, box)
    } catch (error) {
      if (!(error instanceof WalletFailedError) && !(error instanceof WalletEncryptionError)) throw error
      failure = error
    }
  }
  throw failure
}
