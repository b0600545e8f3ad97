import type { Unlocker } from '../crypto/vault.ts'
import { changeVault } from './changeVault.ts'
import type { RenewOptions } from './changeVault.ts'
import type { AccountChange } from './removeUnlocker.ts'
import { renewChartsAfterwards } from './renewCharts.ts'
import type { Session } from './types.ts'
import { secondsNow } from './unlockers.ts'

export type ReplaceRecoveryCodeParameters = RenewOptions & {
  /** Of the new code, as `makeRecoveryCode` made it. */
  readonly unlocker: Unlocker
  /** As of `removeUnlocker`: for a code that someone else may have seen. */
  readonly renew: boolean
}

/**
 * Puts a new recovery code in place of the old one, which opens the account no more.
 *
 * @throws as `changeVault`
 */
export async function replaceRecoveryCode(
  session: Session,
  { unlocker, renew, onSession, ...options }: ReplaceRecoveryCodeParameters,
): Promise<AccountChange> {
  const note = { id: unlocker.id, name: 'Recovery code', createdAt: secondsNow() }
  const changed = await changeVault(session, {
    renew,
    plan: ({ unlockers, notes }) => ({
      unlockers: [unlocker, ...unlockers.filter(({ kind }) => kind !== 'recovery')],
      notes: [note, ...notes],
    }),
    ...options,
  })
  onSession?.(changed)
  const renewal = renew ? await renewChartsAfterwards(changed, options) : null
  options.onProgress?.({ step: 'done', act: 'publish' })
  return { session: changed, renewal }
}
