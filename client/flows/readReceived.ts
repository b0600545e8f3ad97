import type { ChartId } from '../chain/types.ts'
import { openVaultContents } from '../crypto/vault.ts'
import { readOwnProfile } from './changeVault.ts'
import { registrarScope } from './scopes.ts'
import type { Session } from './types.ts'

/**
 * The charts that this account lists in its vault as received by transfer. One may be there that was never accepted, or
 * was handed on since: the chain says who owns it.
 *
 * @throws AccountKeyRenewedError, ProfileUnreadableError, ChainUnreachableError
 */
export async function readReceived(session: Session): Promise<readonly ChartId[]> {
  const { profile } = await readOwnProfile(session)
  const scope = registrarScope(session.context)
  const { account, keys } = session
  return openVaultContents({ vault: profile.vault, scope, account, root: keys.root }).charts
}
