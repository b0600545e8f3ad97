import type { Address, Hex } from 'viem'
import { hashTypedData, isAddressEqual, recoverAddress } from 'viem'
import { WalletNotDeterministicError, WalletSignatureInvalidError } from '../errors/crypto.ts'
import { bytesToHex, concatBytes, equalBytes, hexToBytes, readBigUint, uintBytes, wipe } from './bytes.ts'
import { deriveKey } from './deriveKey.ts'

/** The order of secp256k1 (SEC 2, 2.4.1). */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

export type WalletUnlockTypedData = {
  readonly domain: { readonly name: 'Chartkey'; readonly version: '1' }
  readonly types: { readonly Unlock: readonly { readonly name: string; readonly type: string }[] }
  readonly primaryType: 'Unlock'
  readonly message: { readonly warning: string; readonly account: Address; readonly salt: Hex }
}

/**
 * The EIP-712 text that a wallet signs to unlock its account. It names no chain, so that the same wallet opens the
 * vault from any network that it happens to be on; the salt is the unlocker's own (`unlockerSalt`).
 */
export function walletUnlockTypedData({
  account,
  salt,
}: {
  account: Address
  salt: Uint8Array
}): WalletUnlockTypedData {
  return {
    domain: { name: 'Chartkey', version: '1' },
    types: {
      Unlock: [
        { name: 'warning', type: 'string' },
        { name: 'account', type: 'address' },
        { name: 'salt', type: 'bytes32' },
      ],
    },
    primaryType: 'Unlock',
    message: {
      warning:
        'This signature opens your medical chart. Sign only on the Chartkey page that you trust: ' +
        'whoever gets the signature can read everything.',
      account,
      salt: bytesToHex(salt),
    },
  }
}

/**
 * The unlocker's secret from signatures over `walletUnlockTypedData`, asked for one after the other. A new unlocker takes
 * two, to know that the wallet always signs alike; one is enough where a public key tells whether it is the right one.
 * The secret depends on r and the low form of s (EIP-2) alone, not on v.
 *
 * @throws WalletSignatureInvalidError unless all recover to the account; contract wallets' never do.
 * @throws WalletNotDeterministicError when they differ.
 */
export async function walletUnlockSecret({
  account,
  salt,
  signatures,
}: {
  account: Address
  salt: Uint8Array
  signatures: readonly [Hex, Hex?]
}): Promise<Uint8Array> {
  const typedData = walletUnlockTypedData({ account, salt })
  const hash = hashTypedData({
    ...typedData,
    types: { Unlock: [...typedData.types.Unlock] },
    message: { ...typedData.message },
  })
  const first = await checkSignature(account, hash, signatures[0])
  const second = signatures[1] === undefined ? first : await checkSignature(account, hash, signatures[1])
  try {
    if (!equalBytes(first, second)) throw new WalletNotDeterministicError()
    return deriveKey(first, 'walletSecret')
  } finally {
    wipe(first, second)
  }
}

async function checkSignature(account: Address, hash: Hex, signature: Hex): Promise<Uint8Array> {
  try {
    const bytes = hexToBytes(signature, 65, 'signature')
    const signer = await recoverAddress({ hash, signature })
    if (!isAddressEqual(signer, account)) throw new WalletSignatureInvalidError()
    const s = readBigUint(bytes.subarray(32, 64))
    return concatBytes(bytes.subarray(0, 32), uintBytes(s > ORDER / 2n ? ORDER - s : s, 32))
  } catch (cause) {
    if (cause instanceof WalletSignatureInvalidError) throw cause
    throw new WalletSignatureInvalidError({ cause })
  }
}
