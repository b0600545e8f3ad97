import { isAddressEqual, parseEventLogs } from 'viem'
import type { TransactionReceipt } from 'viem'
import { chartsAbi } from '../chain/abi/charts.ts'
import type { Call } from '../chain/calls.ts'
import { readChart } from '../chain/readChart.ts'
import type { ChartId, ChartState, KeyringUpdate, Pointer } from '../chain/types.ts'
import type { KeyringContents } from '../crypto/keyring.ts'
import { BaseError } from '../errors/BaseError.ts'
import { adoptFiled, NO_KEYRING, storeKeyring } from './changeKeyring.ts'
import type { StoredKeyring } from './changeKeyring.ts'
import { discard } from './leftovers.ts'
import { requireWallet } from './session.ts'
import { submitAct } from './submitAct.ts'
import type { Act, Context, FlowOptions, Session } from './types.ts'

export type SubmitEndingParameters = FlowOptions & {
  readonly chart: ChartId
  readonly act: Act
  /** The chart as it was read before, by whoever may end this. */
  readonly before: ChartState
  /** By how much the ending raises the epoch. */
  readonly raises: 0 | 1
  /** Makes the keyring without what ends, and says what it builds on. Null where there is none to change. */
  readonly plan: () => Promise<PlannedKeyring | null>
  readonly call: (update: KeyringUpdate) => Call
}

export type PlannedKeyring = { readonly base: ChartState; readonly contents: KeyringContents }

export type SubmittedEnding = {
  /**
   * The epoch of the keyring that the ending set, which this session knows from then on. Null where it set none, or the
   * chain does not say: then the chart has the keyring of before, or none that counts.
   */
  readonly keyedEpoch: number | null
  /** Why no keyring could be made; null where one was, or none was to be. */
  readonly problem: BaseError | null
  /** The block in which it ended. */
  readonly minedIn: bigint
}

/**
 * Ends something on the chain, with a new keyring in the same transaction where one can be made: it ends in any case.
 * Nothing is thrown once it took effect.
 *
 * @throws AbortError, and what `submit` throws; then nothing has ended
 */
export async function submitEnding(
  session: Session,
  { chart, act, before, raises, plan, call, ...options }: SubmitEndingParameters,
): Promise<SubmittedEnding> {
  const wallet = requireWallet(session)
  const { context } = session
  let next: (PlannedKeyring & { readonly stored: StoredKeyring }) | null = null
  let problem: BaseError | null = null
  try {
    const planned = await plan()
    if (planned !== null)
      next = { ...planned, stored: await storeKeyring(session, planned.contents, options) }
  } catch (error) {
    options.signal?.throwIfAborted()
    if (!(error instanceof BaseError)) throw error
    problem = error
  }
  const { keyring: from, epoch } = next?.base ?? before
  const update = { from, to: next?.stored.pointer ?? NO_KEYRING, epoch, nextEpoch: epoch + raises }
  const receipt = await submitAct(context, {
    wallet,
    act,
    chart,
    call: call(update),
    stored: next === null ? [] : [next.stored.pointer],
    ...options,
  })
  const minedIn = receipt.blockNumber
  if (next === null) return { keyedEpoch: null, problem, minedIn }
  const isSet = await hasSet(context, { receipt, chart, act, pointer: next.stored.pointer })
  if (isSet === true) await adoptFiled(session, next.contents, next.stored)
  if (isSet === false) await discard(context, next.stored.pointer).catch(() => {})
  return { keyedEpoch: isSet === true ? next.contents.epoch : null, problem, minedIn }
}

/**
 * Whether the ending set this keyring: what the chart has now does not tell, since others may have changed it. The end of
 * a share says nothing of it in its event, so that the chart is asked as it was then; null where it cannot be.
 */
async function hasSet(
  { chain }: Context,
  {
    receipt: { logs, blockNumber },
    chart,
    act,
    pointer,
  }: { receipt: TransactionReceipt; chart: ChartId; act: Act; pointer: Pointer },
): Promise<boolean | null> {
  if (act !== 'share') {
    const { charts } = chain.config.contracts
    const events = parseEventLogs({
      abi: chartsAbi,
      logs: logs.filter((log) => isAddressEqual(log.address, charts)),
    })
    return events.some(({ args }) => 'keyring' in args && args.keyring === pointer)
  }
  try {
    const state = await readChart(chain, { chart, blockNumber })
    return state !== null && (state.keyring === pointer || state.ownerKeyring === pointer)
  } catch {
    return null
  }
}
