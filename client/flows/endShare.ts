import type { Address } from 'viem'
import { shareCall } from '../chain/calls.ts'
import { readChart } from '../chain/readChart.ts'
import { readShare } from '../chain/readShare.ts'
import type { ChartId } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { NotOwnerError, ShareMissingError } from '../errors/flows.ts'
import { adopt, NO_KEYRING, present, storeKeyring, withoutRights } from './changeKeyring.ts'
import type { NextKeyring } from './changeKeyring.ts'
import { discard } from './leftovers.ts'
import { managerOf, readManaged, readState, withSoundKeys } from './keyrings.ts'
import { requireWallet } from './session.ts'
import { withCurrentShares } from './shares.ts'
import { submitAct } from './submitAct.ts'
import type { FlowOptions, Session } from './types.ts'

export type EndShareParameters = FlowOptions & {
  readonly chart: ChartId
  /** The record's. */
  readonly number: number
  readonly reader: Address
}

export type EndShareReturnType = {
  /** False when the stores are down or somebody changed the chart meanwhile: the next keyring leaves the seal out. */
  readonly isSealRemoved: boolean
}

/**
 * Ends the share of one record, as owner or delegate. It ends in any case, with the keyring left as it is where no new
 * one can be stored. The epoch stays, since no section's key was given. What was read stays known.
 *
 * @throws ShareMissingError, NotOwnerError, and what `submit` throws; then nothing has ended
 */
export async function endShare(
  session: Session,
  { chart, number, reader, ...options }: EndShareParameters,
): Promise<EndShareReturnType> {
  const wallet = requireWallet(session)
  const { context } = session
  options.onProgress?.({ step: 'reading', act: 'share' })
  const { moment, state } = await readState(session, chart)
  if ((await managerOf(session, { moment, state })) === null) throw new NotOwnerError()
  const share = await readShare(context.chain, { chart, number, reader, blockNumber: moment.number })
  if (share === null) throw new ShareMissingError()
  let next: NextKeyring | null = null
  try {
    if (state.keyed) next = await prepare(session, { chart, number, reader, ...options })
  } catch (error) {
    options.signal?.throwIfAborted()
    if (!(error instanceof BaseError)) throw error
  }
  const { keyring, epoch } = next?.base ?? state
  const update = { from: keyring, to: next?.stored.pointer ?? NO_KEYRING, epoch, nextEpoch: epoch }
  const call = shareCall(context.chain, { chart, number, reader, until: 0, update })
  const stored = next === null ? [] : [next.stored.pointer]
  const { blockNumber } = await submitAct(context, { wallet, act: 'share', chart, call, stored, ...options })
  // Somebody may have changed the chart since. An own keyring that the chain named is kept all the same.
  const after = next === null ? null : await readChart(context.chain, { chart, blockNumber })
  const isSealRemoved =
    next !== null && after !== null && [after.keyring, after.ownerKeyring].includes(next.stored.pointer)
  if (next !== null && isSealRemoved) await adopt(session, next.contents, next.stored)
  else if (next !== null) await discard(context, next.stored.pointer).catch(() => {})
  options.onProgress?.({ step: 'done', act: 'share' })
  return { isSealRemoved }
}

async function prepare(
  session: Session,
  { chart, number, reader, ...options }: EndShareParameters,
): Promise<NextKeyring> {
  const managed = await withSoundKeys(session, await readManaged(session, chart))
  const after = withoutRights(managed, { shares: [{ number, reader }] })
  const contents = await withCurrentShares(session, managed, present(after))
  return { base: managed.state, contents, stored: await storeKeyring(session, contents, options) }
}
