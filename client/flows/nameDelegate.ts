import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { nameDelegateCall } from '../chain/calls.ts'
import type { ChartId } from '../chain/types.ts'
import { changeKeyring, expiredReaders, present, rotated } from './changeKeyring.ts'
import { readOwned } from './keyrings.ts'
import { readPerson, requireUntil, withReader } from './sealTo.ts'
import { requireWallet } from './session.ts'
import type { FlowOptions, Session } from './types.ts'

export type NameDelegateParameters = FlowOptions & {
  readonly chart: ChartId
  readonly delegate: Address
  /** Seconds; exclusive. */
  readonly until: number
  /** What the owner calls this person: sealed in the keyring, never public. */
  readonly name?: string
}

/**
 * Lets an account act for the owner until a time: it reads and files everything, gives and ends access, and renews the
 * keys. Names it anew, with another end, where it acts already. The keys are sealed to it in the same transaction.
 *
 * @throws PermissionInvalidError, NameInvalidError, ProfileMissingError, ProfileUnreadableError before anything is
 * stored; otherwise as `changeKeyring`
 */
export async function nameDelegate(
  session: Session,
  { chart, delegate, until, name, ...options }: NameDelegateParameters,
): Promise<void> {
  requireWallet(session)
  const { chain } = session.context
  options.onProgress?.({ step: 'reading', act: 'nameDelegate' })
  const person = await readPerson(session, { account: delegate, name, signal: options.signal })
  await changeKeyring(session, {
    chart,
    act: 'nameDelegate',
    read: readOwned,
    plan(managed) {
      requireUntil(until, managed)
      const { state } = managed
      const isOther = ({ account }: { account: Address }) => !isAddressEqual(account, delegate)
      const mustRotate = !state.keyed || expiredReaders(managed).some(isOther)
      const base = mustRotate ? rotated(session, managed, { epoch: state.epoch + 1 }) : present(managed)
      const others = managed.delegates.filter((other) => isOther({ account: other.delegate }))
      const delegates = [...others, { delegate, until }]
      return {
        contents: withReader(base, { ...managed, delegates }, person),
        call: (update) => nameDelegateCall(chain, { chart, delegate, until, update }),
      }
    },
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'nameDelegate' })
}
