import type { Address } from 'viem'
import { shareCall } from '../chain/calls.ts'
import { readShare } from '../chain/readShare.ts'
import type { ChartId } from '../chain/types.ts'
import { NotOwnerError, ShareMissingError } from '../errors/flows.ts'
import { present, withoutRights } from './changeKeyring.ts'
import { managerOf, readManaged, readState, withSoundKeys } from './keyrings.ts'
import { requireWallet } from './session.ts'
import { withCurrentShares } from './shares.ts'
import { submitEnding } from './submitEnding.ts'
import type { PlannedKeyring } from './submitEnding.ts'
import type { FlowOptions, Session } from './types.ts'

export type EndShareParameters = FlowOptions & {
  readonly chart: ChartId
  /** The record's. */
  readonly number: number
  readonly reader: Address
}

export type EndShareReturnType = {
  /**
   * False when the stores are down, somebody changed the chart meanwhile, or the chain does not say: the next keyring leaves
   * the seal out.
   */
  readonly isSealRemoved: boolean
}

/**
 * Ends the share of one record, as owner or delegate. It ends in any case, with the keyring left as it is where no new
 * one can be stored. The epoch stays, since no section's key was given. What was read stays known. Nothing is thrown once
 * it has ended.
 *
 * @throws ShareMissingError, NotOwnerError, AbortError, and what `submit` throws; then nothing has ended
 */
export async function endShare(
  session: Session,
  { chart, number, reader, ...options }: EndShareParameters,
): Promise<EndShareReturnType> {
  requireWallet(session)
  const { context } = session
  options.onProgress?.({ step: 'reading', act: 'share' })
  const { moment, state } = await readState(session, chart)
  if ((await managerOf(session, { moment, state })) === null) throw new NotOwnerError()
  const share = await readShare(context.chain, { chart, number, reader, blockNumber: moment.number })
  if (share === null) throw new ShareMissingError()
  const { keyedEpoch } = await submitEnding(session, {
    chart,
    act: 'share',
    before: state,
    raises: 0,
    plan: async () => (state.keyed ? await plan(session, { chart, number, reader }) : null),
    call: (update) => shareCall(context.chain, { chart, number, reader, until: 0, update }),
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'share' })
  return { isSealRemoved: keyedEpoch !== null }
}

async function plan(
  session: Session,
  { chart, number, reader }: Pick<EndShareParameters, 'chart' | 'number' | 'reader'>,
): Promise<PlannedKeyring> {
  const managed = await withSoundKeys(session, await readManaged(session, chart))
  const after = withoutRights(managed, { shares: [{ number, reader }] })
  return { base: managed.state, contents: await withCurrentShares(session, managed, present(after)) }
}
