import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { offerCall } from '../chain/calls.ts'
import type { ChartId } from '../chain/types.ts'
import { changeKeyring, expiredReaders, present, rotated, withoutRights } from './changeKeyring.ts'
import { readOwned } from './keyrings.ts'
import { readPerson, requireUntil, withReader } from './sealTo.ts'
import { requireWallet } from './session.ts'
import type { FlowOptions, Session } from './types.ts'

export type OfferChartParameters = FlowOptions & {
  readonly chart: ChartId
  readonly successor: Address
  /** Seconds; exclusive. */
  readonly until: number
  /** What the owner calls this person: sealed in the keyring, never public. */
  readonly name?: string
}

/**
 * Offers a chart to another account, which may take it over until a time, in place of any earlier offer. Until then the
 * keys are sealed to it too, since it accepts only what it has opened. Nothing changes hands before it accepts.
 *
 * @throws PermissionInvalidError, NameInvalidError, ProfileMissingError, ProfileUnreadableError before anything is
 * stored; otherwise as `changeKeyring`
 */
export async function offerChart(
  session: Session,
  { chart, successor, until, name, ...options }: OfferChartParameters,
): Promise<void> {
  requireWallet(session)
  const { chain } = session.context
  options.onProgress?.({ step: 'reading', act: 'offer' })
  const person = await readPerson(session, { account: successor, name, signal: options.signal })
  await changeKeyring(session, {
    chart,
    act: 'offer',
    read: readOwned,
    plan(managed) {
      requireUntil(until, managed)
      const { state } = managed
      const isOther = (account: Address) => !isAddressEqual(account, successor)
      const mustRotate =
        !state.keyed ||
        (state.offer !== null && isOther(state.offer.successor)) ||
        expiredReaders(managed).some(({ account }) => isOther(account))
      const before = withoutRights(managed, { offer: true })
      const base = mustRotate ? rotated(session, before, { epoch: state.epoch + 1 }) : present(managed)
      const offered = { ...managed, state: { ...state, offer: { successor, until } } }
      return {
        contents: withReader(base, offered, person),
        call: (update) => offerCall(chain, { chart, successor, until, update }),
      }
    },
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'offer' })
}
