import { changeVault } from './changeVault.ts'
import type { RenewOptions } from './changeVault.ts'
import type { AccountChange } from './removeUnlocker.ts'
import { renewChartsAfterwards } from './renewCharts.ts'
import type { Session } from './types.ts'

/**
 * After a theft: a new root, sealed to every unlocker without their secrets, and a new account key; then new keys for
 * each own chart. The old account keys stay in the vault, so what others sealed to them still opens.
 *
 * What the thief already holds, or has from old blocks, stays readable to them. A stolen way to unlock must be removed
 * (`removeUnlocker` renews too), or it opens the new root as well.
 *
 * @throws as `changeVault`
 */
export async function rotateAccountKey(
  session: Session,
  { onSession, ...options }: RenewOptions = {},
): Promise<AccountChange> {
  const changed = await changeVault(session, { renew: true, plan: (present) => present, ...options })
  onSession?.(changed)
  const renewal = await renewChartsAfterwards(changed, options)
  options.onProgress?.({ step: 'done', act: 'publish' })
  return { session: changed, renewal }
}
