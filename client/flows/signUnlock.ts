import type { Hex } from 'viem'
import { walletError } from '../chain/normalizeError.ts'
import type { Wallet } from '../chain/types.ts'
import { walletUnlockSecret, walletUnlockTypedData } from '../crypto/walletUnlock.ts'
import type { FlowOptions } from './types.ts'

type SignUnlockParameters = FlowOptions & {
  /** The unlocker's, as `unlockerSalt` makes it. */
  readonly salt: Uint8Array
}

/**
 * Asks the wallet twice for the signature of a new unlocker, and derives its secret.
 *
 * @throws UserRejectedError, WalletNotDeterministicError, WalletSignatureInvalidError
 */
export async function signUnlock(
  wallet: Wallet,
  { salt, ...options }: SignUnlockParameters,
): Promise<Uint8Array> {
  const { account } = wallet
  const first = await ask(wallet, salt, options, 0, 2)
  const second = await ask(wallet, salt, options, 1, 2)
  return walletUnlockSecret({ account, salt, signatures: [first, second] })
}

/**
 * Asks the wallet once for the signature of an unlocker that there is: its public key tells whether it is the right one.
 *
 * @throws UserRejectedError, WalletSignatureInvalidError
 */
export async function signUnlockOnce(
  wallet: Wallet,
  { salt, ...options }: SignUnlockParameters,
): Promise<Uint8Array> {
  const { account } = wallet
  return walletUnlockSecret({ account, salt, signatures: [await ask(wallet, salt, options, 0, 1)] })
}

async function ask(
  wallet: Wallet,
  salt: Uint8Array,
  { onProgress, signal }: FlowOptions,
  done: number,
  total: number,
): Promise<Hex> {
  const typedData = walletUnlockTypedData({ account: wallet.account, salt })
  signal?.throwIfAborted()
  onProgress?.({ step: 'asking-wallet', done, total })
  try {
    return await wallet.signTypedData(typedData)
  } catch (error) {
    throw walletError(error)
  }
}
