import type { Call } from '../chain/calls.ts'
import type { ChartId, ChartState, KeyringUpdate } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { KeysNotRenewedError } from '../errors/flows.ts'
import { rotated, withoutRights } from './changeKeyring.ts'
import type { EndedRights } from './changeKeyring.ts'
import { readManaged, readState, withMissingReaders, withSoundKeys } from './keyrings.ts'
import { rotateChart } from './rotateChart.ts'
import { submitEnding } from './submitEnding.ts'
import type { PlannedKeyring } from './submitEnding.ts'
import type { Act, FlowOptions, Session } from './types.ts'

export type EndingReturnType = {
  /** False when the access ended and no new keys could be stored or filed: call `rotateChart` later. */
  readonly isKeyed: boolean
  /** Why there are no new keys; null when there are. */
  readonly problem: BaseError | null
}

export type EndRightsParameters = FlowOptions & {
  readonly chart: ChartId
  readonly act: Act
  /** The chart as it was read before, by whoever may end this. */
  readonly before: ChartState
  readonly ended: EndedRights
  readonly call: (update: KeyringUpdate) => Call
  /** Builds on the owner's last own keyring where a delegate set one that cannot be used. */
  readonly recover?: boolean
}

/**
 * Ends rights and rotates the keys in the same transaction. They end in any case: when no new keyring can be stored, or
 * somebody changed the chart meanwhile, the chart is left without keys, and takes no records until they are renewed.
 * Where the stores work, that is tried at once. Nothing is thrown once the rights have ended.
 *
 * @throws AbortError, and what `submit` throws; then nothing has ended
 */
export async function endRights(
  session: Session,
  { chart, act, before, ended, call, recover = false, ...options }: EndRightsParameters,
): Promise<EndingReturnType> {
  const { keyedEpoch, problem } = await submitEnding(session, {
    chart,
    act,
    before,
    raises: 1,
    plan: () => plan(session, { chart, ended, recover }),
    call,
    ...options,
  })
  const ending = await seeKeyed(session, { chart, keyedEpoch, problem, ...options })
  options.onProgress?.({ step: 'done', act })
  return ending
}

/** Sees to it that the chart has keys, after rights have ended. Never throws. */
async function seeKeyed(
  session: Session,
  {
    chart,
    keyedEpoch,
    problem,
    ...options
  }: FlowOptions & Awaited<ReturnType<typeof submitEnding>> & { readonly chart: ChartId },
): Promise<EndingReturnType> {
  let isKeyed = keyedEpoch !== null
  try {
    const { state } = await readState(session, chart)
    // Who acts for the owner may have changed the chart since, and a node may lag behind.
    isKeyed = state.keyed || (keyedEpoch !== null && state.epoch <= keyedEpoch)
    if (!isKeyed && problem === null) {
      await rotateChart(session, { chart, ...options })
      isKeyed = true
    }
  } catch (error) {
    problem ??= error instanceof BaseError ? error : new KeysNotRenewedError({ cause: error })
  }
  return { isKeyed, problem: isKeyed ? null : problem }
}

async function plan(
  session: Session,
  { chart, ended, recover }: Pick<EndRightsParameters, 'chart' | 'ended'> & { readonly recover: boolean },
): Promise<PlannedKeyring> {
  const managed = await withSoundKeys(session, await readManaged(session, chart, { recover }))
  const after = withoutRights(managed, ended)
  const complete = managed.problem === null ? after : await withMissingReaders(session, after)
  const { state } = managed
  return { base: state, contents: rotated(session, complete, { epoch: state.epoch + 1 }) }
}
