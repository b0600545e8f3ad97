import { rotateCall } from '../chain/calls.ts'
import type { ChartId } from '../chain/types.ts'
import { changeKeyring, rotated } from './changeKeyring.ts'
import { isLive, readManaged, withMissingReaders } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import type { FlowOptions, Session } from './types.ts'

/**
 * Renews a chart's keys: a new epoch, sealed to those alone whose access lives. Re-keys a chart that an ended
 * access left unkeyed.
 *
 * @throws as `changeKeyring`
 */
export async function rotateChart(
  session: Session,
  { chart, ...options }: FlowOptions & { readonly chart: ChartId },
): Promise<void> {
  await changeKeyring(session, {
    chart,
    act: 'rotate',
    read: readForRotation,
    plan: (managed) => ({
      contents: rotated(session, managed),
      call: (update) => rotateCall(session.context.chain, { chart, update }),
    }),
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'rotate' })
}

/**
 * Where a delegate left keys that cannot be used, and nobody acts for the owner any more, the owner's last own ones are
 * built on.
 */
export async function readForRotation(session: Session, chart: ChartId): Promise<ManagedChart> {
  const managed = await readManaged(session, chart, { recover: true })
  const { problem, state, delegates, moment } = managed
  if (problem === null) return managed
  if (state.keyed || delegates.some((delegate) => isLive(delegate, moment))) throw problem
  return withMissingReaders(session, managed)
}
