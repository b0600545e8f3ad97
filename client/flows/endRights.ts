import { parseEventLogs } from 'viem'
import type { TransactionReceipt } from 'viem'
import { chartsAbi } from '../chain/abi/charts.ts'
import type { Call } from '../chain/calls.ts'
import type { ChartId, ChartState, KeyringUpdate, Pointer } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { adopt, NO_KEYRING, rotated, storeKeyring, withoutRights } from './changeKeyring.ts'
import type { EndedRights, NextKeyring } from './changeKeyring.ts'
import { readManaged, readState, withMissingReaders, withSoundKeys } from './keyrings.ts'
import { discard } from './leftovers.ts'
import { rotateChart } from './rotateChart.ts'
import { requireWallet } from './session.ts'
import { submitAct } from './submitAct.ts'
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
 * Where the stores work, that is tried at once.
 *
 * @throws what `submit` throws; then nothing has ended
 */
export async function endRights(
  session: Session,
  { chart, act, before, ended, call, recover = false, ...options }: EndRightsParameters,
): Promise<EndingReturnType> {
  const wallet = requireWallet(session)
  const { context } = session
  let next: NextKeyring | null = null
  let problem: BaseError | null = null
  try {
    next = await prepare(session, { chart, ended, recover, ...options })
  } catch (error) {
    options.signal?.throwIfAborted()
    if (!(error instanceof BaseError)) throw error
    problem = error
  }
  const { keyring, epoch } = next?.base ?? before
  const update = { from: keyring, to: next?.stored.pointer ?? NO_KEYRING, epoch, nextEpoch: epoch + 1 }
  const receipt = await submitAct(context, {
    wallet,
    act,
    chart,
    call: call(update),
    stored: next === null ? [] : [next.stored.pointer],
    ...options,
  })

  const { state } = await readState(session, chart)
  if (next !== null && (isFiled(receipt, next.stored.pointer) || state.keyring === next.stored.pointer)) {
    await adopt(session, next.contents, next.stored)
    // Who acts for the owner may have changed the chart since: the owner's last own keyring is kept all the same.
    if (state.keyed || state.epoch <= next.contents.epoch) {
      options.onProgress?.({ step: 'done', act })
      return { isKeyed: true, problem: null }
    }
  } else if (next !== null) {
    await discard(context, next.stored.pointer).catch(() => {})
  }
  if (!state.keyed && problem === null) {
    try {
      await rotateChart(session, { chart, ...options })
      return { isKeyed: true, problem: null }
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
      problem = error
    }
  }
  options.onProgress?.({ step: 'done', act })
  return { isKeyed: state.keyed, problem: state.keyed ? null : problem }
}

/** Whether the ending set this keyring. What the chart has now, or a node that lags behind says, does not tell. */
function isFiled({ logs }: TransactionReceipt, pointer: Pointer): boolean {
  const ending = ['Revoked', 'DelegateRemoved', 'AllEnded', 'OfferEnded'] as const
  return parseEventLogs({ abi: chartsAbi, eventName: [...ending], logs }).some(
    ({ args }) => args.keyring === pointer,
  )
}

async function prepare(
  session: Session,
  {
    chart,
    ended,
    recover,
    ...options
  }: Required<Pick<EndRightsParameters, 'chart' | 'ended' | 'recover'>> & FlowOptions,
): Promise<NextKeyring> {
  const managed = await withSoundKeys(session, await readManaged(session, chart, { recover }))
  const after = withoutRights(managed, ended)
  const contents = rotated(
    session,
    managed.problem === null ? after : await withMissingReaders(session, after),
    {
      epoch: managed.state.epoch + 1,
    },
  )
  return { base: managed.state, contents, stored: await storeKeyring(session, contents, options) }
}
