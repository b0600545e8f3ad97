import { sha256 } from '@noble/hashes/sha2.js'
import type { Address } from 'viem'
import { PasskeyUnsupportedError } from '../errors/crypto.ts'
import { addressBytes, wipe } from './bytes.ts'
import { domain } from './labels.ts'

/**
 * Asks a passkey for the outputs of WebAuthn's PRF extension over one or two salts of 32 bytes, in one ceremony.
 * `credentialId` is the passkey to be asked; null lets the person choose among those of this site.
 */
export type PasskeyPrf = (
  credentialId: Uint8Array | null,
  salts: readonly Uint8Array[],
) => Promise<PasskeyAnswer>

export type PasskeyAnswer = {
  /** Of the passkey that answered. */
  readonly credentialId: Uint8Array
  /** In the order of the salts. Some devices answer the first of two alone. */
  readonly outputs: readonly Uint8Array[]
}

/** How many salts WebAuthn's PRF takes at once. */
export const PRF_SALTS = 2

/** What a passkey is asked about: 32 bytes of an account and an unlocker's salt (`unlockerSalt`). */
export function passkeySalt({ account, salt }: { account: Address; salt: Uint8Array }): Uint8Array {
  return sha256(domain('passkeySalt', addressBytes(account), salt))
}

/**
 * The secrets of one or two unlockers from a passkey, in the order of their salts: at least the first one's.
 *
 * @throws PasskeyUnsupportedError when what it gives is not 32 bytes each, or all zeros.
 */
export async function passkeyUnlockSecrets({
  account,
  salts,
  prf,
  credentialId = null,
}: {
  account: Address
  salts: readonly Uint8Array[]
  prf: PasskeyPrf
  credentialId?: Uint8Array | null
}): Promise<{ credentialId: Uint8Array; secrets: Uint8Array[] }> {
  const answer = (await prf(
    credentialId,
    salts.map((salt) => passkeySalt({ account, salt })),
  )) as Partial<PasskeyAnswer> | null | undefined
  const outputs: readonly unknown[] = Array.isArray(answer?.outputs) ? answer.outputs : []
  const secrets = outputs.filter(isOutput).map((output) => Uint8Array.from(output))
  const id = answer?.credentialId
  const isSound = secrets.length === outputs.length && secrets.length <= salts.length && secrets.length > 0
  if (!isSound || !(id instanceof Uint8Array)) {
    wipe(...secrets)
    throw new PasskeyUnsupportedError()
  }
  return { credentialId: Uint8Array.from(id), secrets }
}

function isOutput(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === 32 && value.some((byte) => byte !== 0)
}
