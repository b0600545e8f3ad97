import type { Hex } from 'viem'
import { RecoveryCodeNeededError } from '../errors/flows.ts'
import { changeVault } from './changeVault.ts'
import type { RenewOptions } from './changeVault.ts'
import { renewChartsAfterwards } from './renewCharts.ts'
import type { Renewal } from './renewCharts.ts'
import type { Session } from './types.ts'
import { findUnlocker } from './unlockers.ts'

export type AccountChange = {
  /** Holds the keys as they are now: use it in place of the one given. */
  readonly session: Session
  /** Null when root and key stayed. */
  readonly renewal: Renewal | null
}

export type RemoveUnlockerParameters = RenewOptions & {
  readonly id: Hex
  /**
   * Draws a new root and account key, and new keys for each own chart. Without it, whoever kept the old vault and this
   * unlocker's secret still opens the account.
   */
  readonly renew: boolean
}

/**
 * Removes a way to unlock; never the recovery code.
 *
 * @throws UnlockerMissingError, RecoveryCodeNeededError before anything is stored; else as `changeVault`
 */
export async function removeUnlocker(
  session: Session,
  { id, renew, onSession, ...options }: RemoveUnlockerParameters,
): Promise<AccountChange> {
  const changed = await changeVault(session, {
    renew,
    plan({ unlockers, notes }) {
      const found = findUnlocker(unlockers, id)
      if (found.kind === 'recovery') throw new RecoveryCodeNeededError()
      return { unlockers: unlockers.filter((unlocker) => unlocker !== found), notes }
    },
    ...options,
  })
  onSession?.(changed)
  const renewal = renew ? await renewChartsAfterwards(changed, options) : null
  options.onProgress?.({ step: 'done', act: 'publish' })
  return { session: changed, renewal }
}
