import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { rotateCall } from '../chain/calls.ts'
import type { ChartId } from '../chain/types.ts'
import { changeKeyring, rotated } from './changeKeyring.ts'
import { NO_ACCESS } from './givenAccess.ts'
import { isLive, readManaged, withMissingReaders } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import type { AccessList, FlowOptions, Session } from './types.ts'

export type RotateChartParameters = FlowOptions & {
  readonly chart: ChartId
  /** Of what somebody let in unseen (`ChartContents.undecided`, `AccessGivenMeanwhileError`): what the owner keeps. */
  readonly keep?: AccessList
}

/**
 * Renews a chart's keys: a new epoch, sealed to those alone whose access lives. Re-keys a chart that an ended
 * access left unkeyed.
 *
 * @throws AccessGivenMeanwhileError while it is undecided what somebody gave who acts for the owner no more; otherwise as
 * `changeKeyring`
 */
export async function rotateChart(
  session: Session,
  { chart, keep = NO_ACCESS, ...options }: RotateChartParameters,
): Promise<void> {
  await renewKeys(session, { chart, kept: keep, sealTo: keep, ...options })
}

/** As `rotateChart`: `kept` is not asked about again, and `sealTo` is sealed keys where it has none. */
export async function renewKeys(
  session: Session,
  {
    chart,
    kept,
    sealTo = NO_ACCESS,
    ...options
  }: FlowOptions & { readonly chart: ChartId; readonly kept: AccessList; readonly sealTo?: AccessList },
): Promise<void> {
  const isToSeal = (account: Address) => sealTo.grants.some(({ grantee }) => isAddressEqual(grantee, account))
  await changeKeyring(session, {
    chart,
    act: 'rotate',
    read: readForRotation,
    kept,
    plan: async (managed) => ({
      contents: rotated(
        session,
        sealTo.grants.length === 0 ? managed : await withMissingReaders(session, managed, isToSeal),
      ),
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
