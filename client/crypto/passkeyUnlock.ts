import { sha256 } from '@noble/hashes/sha2.js'
import type { Address } from 'viem'
import { PasskeyUnsupportedError } from '../errors/crypto.ts'
import { addressBytes } from './bytes.ts'
import { domain } from './labels.ts'

/**
 * Asks a passkey for the first output of WebAuthn's PRF extension over `salt`, 32 bytes. `credentialId` is the passkey
 * to be asked; null lets the person choose among those of this site.
 */
export type PasskeyPrf = (credentialId: Uint8Array | null, salt: Uint8Array) => Promise<Uint8Array>

/** What a passkey is asked about: 32 bytes of an account and its vault's salt. */
export function passkeySalt({ account, salt }: { account: Address; salt: Uint8Array }): Uint8Array {
  return sha256(domain('passkeySalt', addressBytes(account), salt))
}

/**
 * The unlocker's secret from a passkey.
 *
 * @throws PasskeyUnsupportedError when what it gives is not 32 bytes, or all zeros.
 */
export async function passkeyUnlockSecret({
  account,
  salt,
  prf,
  credentialId = null,
}: {
  account: Address
  salt: Uint8Array
  prf: PasskeyPrf
  credentialId?: Uint8Array | null
}): Promise<Uint8Array> {
  const output = await prf(credentialId, passkeySalt({ account, salt }))
  if (!(output instanceof Uint8Array) || output.length !== 32 || output.every((byte) => byte === 0)) {
    throw new PasskeyUnsupportedError()
  }
  return Uint8Array.from(output)
}
