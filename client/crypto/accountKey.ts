import { randomBytes, uintBytes, wipe } from './bytes.ts'
import { deriveKey } from './deriveKey.ts'
import { deriveKeyPair } from './hpke.ts'
import type { KeyPair } from './hpke.ts'

/** A new account's root secret: 32 random bytes. */
export function createRoot(): Uint8Array<ArrayBuffer> {
  return randomBytes(32)
}

/** The account's X-Wing key pair of one generation; the first is 0. */
export async function deriveAccountKeyPair(root: Uint8Array, generation: number): Promise<KeyPair> {
  const seed = deriveKey(root, 'accountKey', uintBytes(generation, 4))
  const pair = await deriveKeyPair(seed)
  wipe(seed)
  return pair
}
