import { isAddressEqual } from 'viem'
import type { Wallet } from '../chain/types.ts'
import { equalBytes, randomBytes, wipe } from '../crypto/bytes.ts'
import type { PasskeyPrf } from '../crypto/passkeyUnlock.ts'
import { createRecoveryCode, parseRecoveryCode } from '../crypto/recoveryCode.ts'
import { createUnlocker, createUnlockerId, unlockerSalt } from '../crypto/vault.ts'
import type { Unlocker, Vault } from '../crypto/vault.ts'
import { WrongAccountError } from '../errors/chain.ts'
import { WalletEncryptionError } from '../errors/crypto.ts'
import { UnlockerExistsError } from '../errors/flows.ts'
import { askNewPasskey, askWallet } from './askUnlockers.ts'
import { readOwnProfile } from './changeVault.ts'
import { decryptByWallet, encryptionError } from './decryptByWallet.ts'
import type { EncryptionWallet } from './decryptByWallet.ts'
import { requireOpen } from './session.ts'
import { signUnlock } from './signUnlock.ts'
import type { FlowOptions, Session } from './types.ts'

export type MakeUnlockerParameters = FlowOptions &
  (
    | { readonly kind: 'passkey'; readonly prf: PasskeyPrf; readonly credentialId: Uint8Array }
    | { readonly kind: 'wallet'; readonly wallet: Wallet }
    | { readonly kind: 'metamask'; readonly wallet: EncryptionWallet }
  )

/**
 * Asks a passkey or a wallet for what it unlocks with, and makes the public half of an unlocker of it. Nothing is stored
 * or filed: `addUnlocker` does that, as often as it takes. Each unlocker is asked about its own id: one that was removed
 * and is made again has another secret.
 *
 * @throws UnlockerExistsError when the account is unlocked by it already; a wallet's encryption key may be there twice
 * @throws PasskeyUnsupportedError, WalletNotDeterministicError, WalletSignatureInvalidError, WalletEncryptionError,
 * UserRejectedError
 */
export async function makeUnlocker(session: Session, parameters: MakeUnlockerParameters): Promise<Unlocker> {
  requireOpen(session)
  const { account } = session
  const { vault } = (await readOwnProfile(session)).profile
  const { salt } = vault
  const id = createUnlockerId()
  const { secret, encrypted } = await askSecret(session, { vault, id }, parameters)
  const { kind } = parameters
  try {
    const boxed = encrypted === undefined ? {} : { encrypted }
    return await createUnlocker({ account, salt, id, kind, secret, ...boxed })
  } finally {
    wipe(secret)
  }
}

/** A new recovery code with the unlocker of it, for `replaceRecoveryCode`. Show the code once, and ask it back. */
export async function makeRecoveryCode(
  session: Session,
): Promise<{ recoveryCode: string; unlocker: Unlocker }> {
  requireOpen(session)
  const { account } = session
  const { salt } = (await readOwnProfile(session)).profile.vault
  const recoveryCode = createRecoveryCode()
  const secret = parseRecoveryCode(recoveryCode)
  const unlocker = await createUnlocker({ account, salt, kind: 'recovery', secret })
  wipe(secret)
  return { recoveryCode, unlocker }
}

async function askSecret(
  { account }: Session,
  { vault, id }: { vault: Vault; id: Uint8Array },
  parameters: MakeUnlockerParameters,
): Promise<{ secret: Uint8Array; encrypted?: Uint8Array }> {
  switch (parameters.kind) {
    case 'passkey': {
      const { prf, credentialId } = parameters
      const secret = await askNewPasskey(prf, vault, { account, id, credentialId })
      if (secret === null) throw new UnlockerExistsError()
      return { secret }
    }
    case 'wallet': {
      const { kind: _, wallet, ...options } = parameters
      if (!isAddressEqual(wallet.account, account)) throw new WrongAccountError()
      const known = await askWallet(wallet, vault, options)
      if (known !== null) {
        wipe(known)
        throw new UnlockerExistsError()
      }
      const salt = unlockerSalt({ account, salt: vault.salt, id })
      return { secret: await signUnlock(wallet, { salt, ...options }) }
    }
    case 'metamask': {
      const { wallet, onProgress } = parameters
      const { sealToMetaMask } = await import('../crypto/metamaskBox.ts')
      onProgress?.({ step: 'asking-wallet', done: 0, total: 2 })
      const encryptionKey = await wallet.getEncryptionPublicKey().catch((error: unknown) => {
        throw encryptionError(error)
      })
      const secret = randomBytes(32)
      const encrypted = sealToMetaMask(encryptionKey, secret)
      // Some wallets give a key and refuse to decrypt: found out now, not on the day of need.
      onProgress?.({ step: 'asking-wallet', done: 1, total: 2 })
      const opened = await decryptByWallet(wallet, encrypted)
      if (!equalBytes(opened, secret))
        throw new WalletEncryptionError('it does not open what was sealed to it')
      wipe(opened)
      return { secret, encrypted }
    }
  }
}
