import type { Hex } from 'viem'
import { equalBytes } from '../crypto/bytes.ts'
import { changeVault } from './changeVault.ts'
import type { FlowOptions, Session } from './types.ts'
import { checkUnlockerName, findUnlocker } from './unlockers.ts'

/**
 * Gives a way to unlock another name, which only the account's own devices see.
 *
 * @throws NameInvalidError, UnlockerMissingError before anything is stored; else as `changeVault`
 */
export async function renameUnlocker(
  session: Session,
  { id, name, ...options }: FlowOptions & { readonly id: Hex; readonly name: string },
): Promise<Session> {
  const given = checkUnlockerName(name)
  const changed = await changeVault(session, {
    plan({ unlockers, notes }) {
      const found = findUnlocker(unlockers, id)
      return {
        unlockers,
        notes: notes.map((note) => (equalBytes(note.id, found.id) ? { ...note, name: given } : note)),
      }
    },
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'publish' })
  return changed
}
