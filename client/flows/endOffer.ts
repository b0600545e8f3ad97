import { isAddressEqual } from 'viem'
import { endOfferCall } from '../chain/calls.ts'
import type { ChartId } from '../chain/types.ts'
import { NotOwnerError, OfferMissingError } from '../errors/flows.ts'
import { endRights } from './endRights.ts'
import type { EndingReturnType } from './endRights.ts'
import { readState } from './keyrings.ts'
import { requireWallet } from './session.ts'
import type { AccessList, FlowOptions, Session } from './types.ts'

export type EndOfferParameters = FlowOptions & {
  readonly chart: ChartId
  /** The accesses that were shown when this was decided; what the chain has when this begins, where left out. */
  readonly seen?: AccessList
}

/**
 * Withdraws the offer of a chart, live or expired, and rotates the keys in the same transaction, since they were sealed
 * to the successor. It ends in any case, as `endRights` says.
 *
 * @throws OfferMissingError, NotOwnerError, and what `submit` throws; then the offer has not ended
 */
export async function endOffer(
  session: Session,
  { chart, seen, ...options }: EndOfferParameters,
): Promise<EndingReturnType> {
  requireWallet(session)
  options.onProgress?.({ step: 'reading', act: 'endOffer' })
  const { state } = await readState(session, chart)
  if (!isAddressEqual(state.owner, session.account)) throw new NotOwnerError()
  if (state.offer === null) throw new OfferMissingError()
  return endRights(session, {
    chart,
    act: 'endOffer',
    before: state,
    ended: { offer: true },
    call: (update) => endOfferCall(session.context.chain, { chart, update }),
    seen,
    ...options,
  })
}
