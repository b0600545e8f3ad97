import type { Address } from 'viem'
import { revokeCall } from '../chain/calls.ts'
import { readGrant } from '../chain/readGrant.ts'
import type { ChartId, ChartState } from '../chain/types.ts'
import type { KeyringContents } from '../crypto/keyring.ts'
import { BaseError } from '../errors/BaseError.ts'
import { GrantMissingError, NotOwnerError } from '../errors/flows.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { unpin } from '../ipfs/unpin.ts'
import { adopt, NO_KEYRING, rotated, storeKeyring, withoutRights } from './changeKeyring.ts'
import type { StoredKeyring } from './changeKeyring.ts'
import { managerOf, readManaged, readState } from './keyrings.ts'
import { rotateChart } from './rotateChart.ts'
import { requireWallet } from './session.ts'
import { submitAct } from './submitAct.ts'
import type { FlowOptions, Session } from './types.ts'

export type RevokeAccessReturnType = {
  /** False when the access ended and no new keys could be stored or filed: call `rotateChart` later. */
  readonly isKeyed: boolean
  /** Why there are no new keys; null when there are. */
  readonly problem: BaseError | null
}

/**
 * Ends an account's access and rotates the keys in the same transaction. The access ends in any case: when no new
 * keyring can be stored, or another device changed the chart meanwhile, the chart is left without keys, and takes no
 * records until they are renewed. Where the stores work, that is tried at once.
 *
 * @throws GrantMissingError, NotOwnerError, and what `submit` throws; then the access has not ended
 */
export async function revokeAccess(
  session: Session,
  { chart, grantee, ...options }: FlowOptions & { readonly chart: ChartId; readonly grantee: Address },
): Promise<RevokeAccessReturnType> {
  const wallet = requireWallet(session)
  const { context } = session
  options.onProgress?.({ step: 'reading', act: 'revoke' })
  const { moment, state: before } = await readState(session, chart)
  if ((await managerOf(session, { moment, state: before })) === null) throw new NotOwnerError()
  const grant = await readGrant(context.chain, { chart, grantee, blockNumber: moment.number })
  if (grant === null) throw new GrantMissingError()

  let next: NextKeyring | null = null
  let problem: BaseError | null = null
  try {
    next = await prepare(session, { chart, grantee, ...options })
  } catch (error) {
    options.signal?.throwIfAborted()
    if (!(error instanceof BaseError)) throw error
    problem = error
  }
  const { keyring, epoch } = next?.base ?? before
  const update = { from: keyring, to: next?.stored.pointer ?? NO_KEYRING, epoch, nextEpoch: epoch + 1 }
  const giveUp = async () => {
    if (next !== null) await unpin(context.stores, cidOfPointer(next.stored.pointer))
  }
  await submitAct(context, {
    wallet,
    act: 'revoke',
    chart,
    call: revokeCall(context.chain, { chart, grantee, update }),
    onVoid: giveUp,
    ...options,
  })

  const { state } = await readState(session, chart)
  if (next !== null && state.keyring === next.stored.pointer) {
    await adopt(session, next.contents, next.stored)
    options.onProgress?.({ step: 'done', act: 'revoke' })
    return { isKeyed: true, problem: null }
  }
  await giveUp().catch(() => {})
  if (!state.keyed && problem === null) {
    try {
      await rotateChart(session, { chart, ...options })
      return { isKeyed: true, problem: null }
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
      problem = error
    }
  }
  options.onProgress?.({ step: 'done', act: 'revoke' })
  return { isKeyed: state.keyed, problem: state.keyed ? null : problem }
}

type NextKeyring = {
  /** What it builds on. */
  readonly base: ChartState
  readonly contents: KeyringContents
  readonly stored: StoredKeyring
}

async function prepare(
  session: Session,
  { chart, grantee, ...options }: FlowOptions & { readonly chart: ChartId; readonly grantee: Address },
): Promise<NextKeyring> {
  const managed = withoutRights(await readManaged(session, chart), { grantees: [grantee] })
  const contents = rotated(session, managed, { epoch: managed.state.epoch + 1 })
  return { base: managed.state, contents, stored: await storeKeyring(session, contents, options) }
}
