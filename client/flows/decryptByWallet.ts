import type { Hex } from 'viem'
import { walletError } from '../chain/normalizeError.ts'

/** A wallet with an encryption key, as MetaMask's. Both methods are deprecated by it. */
export type EncryptionWallet = {
  /** `eth_getEncryptionPublicKey` of the account: 32 bytes in base 64. */
  getEncryptionPublicKey(): Promise<string>
  /** `eth_decrypt`: takes a JSON text in hex, gives the plaintext. */
  decrypt(ciphertext: Hex): Promise<string>
}

/**
 * Has a wallet decrypt an unlocker's secret.
 *
 * @throws UserRejectedError, WalletEncryptionError
 */
export async function decryptByWallet(
  wallet: EncryptionWallet,
  encrypted: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const { metamaskCiphertext, readMetaMaskSecret } = await import('../crypto/metamaskBox.ts')
  let answer: string
  try {
    answer = await wallet.decrypt(metamaskCiphertext(encrypted))
  } catch (error) {
    throw walletError(error)
  }
  return readMetaMaskSecret(answer)
}
