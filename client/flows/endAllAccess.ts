import { isAddressEqual } from 'viem'
import { endAllCall } from '../chain/calls.ts'
import type { ChartId } from '../chain/types.ts'
import { NotOwnerError } from '../errors/flows.ts'
import { endRights } from './endRights.ts'
import type { EndingReturnType } from './endRights.ts'
import { readState } from './keyrings.ts'
import { requireWallet } from './session.ts'
import type { FlowOptions, Session } from './types.ts'

/**
 * Ends every access but the owner's at once: grants, shares, delegations and an offer; and rotates the keys in the same
 * transaction. They end in any case, as `endRights` says.
 *
 * @throws NotOwnerError, and what `submit` throws; then nothing has ended
 */
export async function endAllAccess(
  session: Session,
  { chart, ...options }: FlowOptions & { readonly chart: ChartId },
): Promise<EndingReturnType> {
  requireWallet(session)
  options.onProgress?.({ step: 'reading', act: 'endAll' })
  const { state } = await readState(session, chart)
  if (!isAddressEqual(state.owner, session.account)) throw new NotOwnerError()
  return endRights(session, {
    chart,
    act: 'endAll',
    before: state,
    ended: 'all',
    call: (update) => endAllCall(session.context.chain, { chart, update }),
    recover: true,
    ...options,
  })
}
