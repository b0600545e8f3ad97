import { openVaultContents } from '../crypto/vault.ts'
import { readOwnProfile } from './changeVault.ts'
import { registrarScope } from './scopes.ts'
import { requireOpen } from './session.ts'
import type { Session } from './types.ts'
import { summarizeUnlocker } from './unlockers.ts'
import type { UnlockerSummary } from './unlockers.ts'

/**
 * The ways to unlock this account, as published now, with the names that only its own devices see.
 *
 * @throws AccountKeyRenewedError, ProfileUnreadableError, VaultUnreadableError
 */
export async function listUnlockers(session: Session): Promise<UnlockerSummary[]> {
  requireOpen(session)
  const { vault } = (await readOwnProfile(session)).profile
  const { account, keys, context } = session
  const contents = openVaultContents({ vault, scope: registrarScope(context), account, root: keys.root })
  return vault.unlockers.map((unlocker) => summarizeUnlocker(unlocker, contents.unlockers))
}
