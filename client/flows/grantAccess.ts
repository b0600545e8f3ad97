import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { grantCall } from '../chain/calls.ts'
import { purposes } from '../chain/purposes.ts'
import type { ChartId, GrantState, KeyringUpdate, PurposeCode } from '../chain/types.ts'
import { PermissionInvalidError } from '../errors/flows.ts'
import { changeKeyring, present, rotated } from './changeKeyring.ts'
import { planGrant } from './grantPlan.ts'
import { readManaged } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import { readPerson, requireUntil, withReader } from './sealTo.ts'
import { requireWallet } from './session.ts'
import type { FlowOptions, GrantHistory, Session } from './types.ts'

export type GrantAccessParameters = FlowOptions & {
  readonly chart: ChartId
  readonly grantee: Address
  /** What the owner calls this person: sealed in the keyring, never public. */
  readonly name?: string
  /** Section numbers. */
  readonly read: readonly number[]
  readonly write: readonly number[]
  /** Seconds. */
  readonly until: number
  readonly purpose: PurposeCode
  /** How far back it reaches: to an epoch of `listPeriods`, or all. `from-now` rotates the keys where that is needed. */
  readonly history?: GrantHistory
}

/**
 * Gives an account access to sections of a chart, in place of what it has, and seals the keys to it in the same
 * transaction. Whoever has access already keeps the key that theirs is sealed to. A longer or wider access needs no
 * rotation; the keys rotate where the account loses something, as `readGrantChange` tells beforehand.
 *
 * @throws PermissionInvalidError, NameInvalidError, ProfileMissingError, ProfileUnreadableError before anything is
 * stored; otherwise as `changeKeyring`
 */
export async function grantAccess(
  session: Session,
  { chart, grantee, name, read, write, until, purpose, history = 'all', ...options }: GrantAccessParameters,
): Promise<void> {
  requireWallet(session)
  const { context } = session
  if (read.length + write.length === 0) throw new PermissionInvalidError('it names no section')
  if (!purposes.some(({ code }) => code === purpose))
    throw new PermissionInvalidError('its purpose is not known')
  options.onProgress?.({ step: 'reading', act: 'grant' })
  const person = await readPerson(session, { account: grantee, name, signal: options.signal })

  const plan = async (managed: ManagedChart) => {
    requireUntil(until, managed)
    const planned = await planGrant(session, managed, { grantee, read, write, history })
    const base = planned.rotates
      ? rotated(session, managed, { epoch: managed.state.epoch + 1 })
      : present(managed)
    const grant: GrantState = {
      grantee,
      read: planned.read,
      write: planned.write,
      until,
      sinceEpoch: planned.sinceEpoch,
      purpose,
    }
    const grants = [...managed.grants.filter((other) => !isAddressEqual(other.grantee, grantee)), grant]
    return {
      contents: withReader(base, { ...managed, grants }, person),
      call: (update: KeyringUpdate) => grantCall(context.chain, { chart, grant, update }),
    }
  }
  const decides = { grantees: [grantee] }
  await changeKeyring(session, { chart, act: 'grant', read: readManaged, plan, decides, ...options })
  options.onProgress?.({ step: 'done', act: 'grant' })
}
