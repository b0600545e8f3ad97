import type { Hex } from 'viem'
import { walletError } from '../chain/normalizeError.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { WalletFailedError } from '../errors/chain.ts'
import { WalletEncryptionError } from '../errors/crypto.ts'

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
    throw encryptionError(error)
  }
  return readMetaMaskSecret(answer)
}

/** What a wallet's encryption failed with. Most wallets have none, and say so by 4200 (EIP-1193) or -32601 (JSON-RPC). */
export function encryptionError(error: unknown): BaseError {
  const known = walletError(error)
  const { code } = Object(error) as { code?: unknown }
  if (known instanceof WalletFailedError && (code === 4200 || code === -32601)) {
    return new WalletEncryptionError('this wallet has no encryption key', { cause: known })
  }
  return known
}
