import { rotateCall } from '../chain/calls.ts'
import type { ChartId } from '../chain/types.ts'
import { changeKeyring, rotated } from './changeKeyring.ts'
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
    plan: (managed) => ({
      contents: rotated(session, managed),
      call: (update) => rotateCall(session.context.chain, { chart, update }),
    }),
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'rotate' })
}
