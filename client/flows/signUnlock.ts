import type { Hex } from 'viem'
import { walletError } from '../chain/normalizeError.ts'
import type { Wallet } from '../chain/types.ts'
import { walletUnlockSecret, walletUnlockTypedData } from '../crypto/walletUnlock.ts'
import type { FlowOptions } from './types.ts'

/**
 * Asks the wallet twice for the signature that unlocks its vault, and derives the unlocker's secret.
 *
 * @throws UserRejectedError, WalletNotDeterministicError, WalletSignatureInvalidError
 */
export async function signUnlock(
  wallet: Wallet,
  { salt, onProgress, signal }: FlowOptions & { readonly salt: Uint8Array },
): Promise<Uint8Array> {
  const { account } = wallet
  const typedData = walletUnlockTypedData({ account, salt })
  const ask = async (done: number): Promise<Hex> => {
    signal?.throwIfAborted()
    onProgress?.({ step: 'asking-wallet', done, total: 2 })
    try {
      return await wallet.signTypedData(typedData)
    } catch (error) {
      throw walletError(error)
    }
  }
  const first = await ask(0)
  const second = await ask(1)
  return walletUnlockSecret({ account, salt, signatures: [first, second] })
}
