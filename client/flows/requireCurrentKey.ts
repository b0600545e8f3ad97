import { readProfilePointer } from '../chain/readProfilePointer.ts'
import { equalBytes } from '../crypto/bytes.ts'
import { AccountKeyRenewedError } from '../errors/flows.ts'
import { readProfile } from './readProfile.ts'
import type { Session } from './types.ts'

/**
 * Keeps a session that was opened before the account's key was renewed elsewhere from sealing anything to the old key.
 *
 * @throws AccountKeyRenewedError, ProfileUnreadableError, ChainUnreachableError
 */
export async function requireCurrentKey({ context, account, keys }: Session): Promise<void> {
  if ((await readProfilePointer(context.chain, { account })) === keys.profile) return
  const published = await readProfile(context, { account, known: keys.memory.profiles })
  if (published !== null && !equalBytes(published.profile.publicKey, keys.pairs[0].publicKey)) {
    throw new AccountKeyRenewedError()
  }
}
