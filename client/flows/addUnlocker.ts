import { equalBytes } from '../crypto/bytes.ts'
import { MAX_UNLOCKERS } from '../crypto/vault.ts'
import type { Unlocker } from '../crypto/vault.ts'
import { TooManyUnlockersError, UnlockerExistsError } from '../errors/flows.ts'
import { changeVault } from './changeVault.ts'
import type { FlowOptions, Session } from './types.ts'
import { checkUnlockerName, secondsNow } from './unlockers.ts'

/**
 * Adds a way to unlock that `makeUnlocker` made. The root stays.
 *
 * @throws NameInvalidError, UnlockerExistsError, TooManyUnlockersError before anything is stored; else as `changeVault`
 */
export async function addUnlocker(
  session: Session,
  { unlocker, name, ...options }: FlowOptions & { readonly unlocker: Unlocker; readonly name: string },
): Promise<Session> {
  const note = { id: unlocker.id, name: checkUnlockerName(name), createdAt: secondsNow() }
  const changed = await changeVault(session, {
    plan({ unlockers, notes }) {
      if (unlockers.some(({ publicKey }) => equalBytes(publicKey, unlocker.publicKey))) {
        throw new UnlockerExistsError()
      }
      if (unlockers.length >= MAX_UNLOCKERS) throw new TooManyUnlockersError(MAX_UNLOCKERS)
      return { unlockers: [...unlockers, unlocker], notes: [...notes, note] }
    },
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'publish' })
  return changed
}
