import type { Call } from '../chain/calls.ts'
import { readBlock } from '../chain/readBlock.ts'
import type { ChartId, ChartState, KeyringUpdate } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { AccessGivenMeanwhileError, KeysNotRenewedError } from '../errors/flows.ts'
import { rotated, withoutRights } from './changeKeyring.ts'
import type { EndedRights } from './changeKeyring.ts'
import { beyond, givenByOthers, isNone, NO_ACCESS, readAccess, undecidedAccess } from './givenAccess.ts'
import { readManaged, readState, withMissingReaders, withSoundKeys } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import { renewKeys } from './rotateChart.ts'
import { submitEnding } from './submitEnding.ts'
import type { PlannedKeyring, SubmittedEnding } from './submitEnding.ts'
import type { AccessList, Act, FlowOptions, GivenAccess, Session } from './types.ts'

export type EndingReturnType = {
  /** False when the access ended and no new keys could be stored or filed: call `rotateChart` later. */
  readonly isKeyed: boolean
  /**
   * Why there are no new keys; null when there are. In any case an `AccessGivenMeanwhileError` where somebody let accounts in
   * that the owner had not seen: no new keys were sealed to them, and what they were given holds until it is ended.
   */
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
  /** The accesses that were shown when this was decided; what the chain has when this begins, where left out. */
  readonly seen?: AccessList | undefined
  /** All that was shown and does not end was thereby decided to stay. */
  readonly keepsSeen?: boolean
}

/**
 * Ends rights and rotates the keys in the same transaction. They end in any case: when no new keyring can be stored, or
 * somebody changed the chart meanwhile, the chart is left without keys, and takes no records until they are renewed.
 * Where the stores work, that is tried at once; but never sealed to what others gave unseen, before the ending took effect.
 * Nothing is thrown once the rights have ended.
 *
 * @throws AbortError, and what `submit` throws; then nothing has ended
 */
export async function endRights(
  session: Session,
  {
    chart,
    act,
    before,
    ended,
    call,
    recover = false,
    seen,
    keepsSeen = false,
    ...options
  }: EndRightsParameters,
): Promise<EndingReturnType> {
  const known = seen ?? (await readKnown(session, { chart, recover }))
  const kept = keepsSeen ? known : NO_ACCESS
  const submitted = await submitEnding(session, {
    chart,
    act,
    before,
    raises: 1,
    plan: () => plan(session, { chart, ended, recover, known, kept }),
    call,
    ...options,
  })
  const ending = await seeKeyed(session, { chart, ...submitted, known, kept, ...options })
  options.onProgress?.({ step: 'done', act })
  return ending
}

/** What the chain has now: asked about by the keyring's readers too where it opens, for a node may give no events. */
async function readKnown(
  session: Session,
  { chart, recover }: { readonly chart: ChartId; readonly recover: boolean },
): Promise<AccessList> {
  try {
    return await readManaged(session, chart, { recover })
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    const { number: blockNumber } = await readBlock(session.context.chain)
    return readAccess(session, { chart, blockNumber })
  }
}

type Sight = {
  /** What the owner has seen. */
  readonly known: AccessList
  /** What of that the owner has decided to keep. */
  readonly kept: AccessList
}

/** Sees to it that the chart has keys, after rights have ended. Never throws. */
async function seeKeyed(
  session: Session,
  {
    chart,
    keyedEpoch,
    problem,
    minedIn,
    known,
    kept,
    ...options
  }: FlowOptions & SubmittedEnding & Sight & { readonly chart: ChartId },
): Promise<EndingReturnType> {
  let isKeyed = keyedEpoch !== null
  try {
    const { moment, state } = await readState(session, chart)
    // Who acts for the owner may have changed the chart since, and a node may lag behind.
    isKeyed = state.keyed || (keyedEpoch !== null && state.epoch <= keyedEpoch)
    const blockNumber = moment.number > minedIn ? moment.number : minedIn
    const access = await readAccess(session, { chart, blockNumber })
    const given = await givenSince(session, { ...access, moment, state }, known)
    if (!isNone(given)) {
      const cause = problem === null ? {} : { cause: problem }
      return { isKeyed, problem: new AccessGivenMeanwhileError({ given, ...cause }) }
    }
    if (!isKeyed && problem === null) {
      await renewKeys(session, { chart, kept, ...options })
      isKeyed = true
    }
  } catch (error) {
    problem ??= error instanceof BaseError ? error : new KeysNotRenewedError({ cause: error })
  }
  return { isKeyed, problem: isKeyed ? null : problem }
}

/** What others gave beyond what the owner has seen. */
function givenSince(
  session: Session,
  { moment, state, ...access }: AccessList & Pick<ManagedChart, 'moment' | 'state'>,
  known: AccessList,
): Promise<GivenAccess> {
  return givenByOthers(session, {
    chart: state.id,
    access: beyond(access, [known], moment),
    than: [state.owner, session.account],
    moment,
    keyring: session.keys.memory.keyrings.get(state.id) ?? null,
  })
}

async function plan(
  session: Session,
  {
    chart,
    ended,
    recover,
    known,
    kept,
  }: Pick<EndRightsParameters, 'chart' | 'ended'> & Sight & { readonly recover: boolean },
): Promise<PlannedKeyring> {
  const managed = await withSoundKeys(session, await readManaged(session, chart, { recover }))
  const after = withoutRights(managed, ended)
  const given = [
    await givenSince(session, after, known),
    await undecidedAccess(session, after, { kept, isSealed: managed.problem === null }),
  ]
  const decided = withoutRights(after, {
    grantees: given.flatMap(({ grants }) => grants.map(({ grantee }) => grantee)),
    shares: given.flatMap(({ shares }) => shares),
  })
  const complete = managed.problem === null ? decided : await withMissingReaders(session, decided)
  const { state } = managed
  return { base: state, contents: rotated(session, complete, { epoch: state.epoch + 1 }) }
}
