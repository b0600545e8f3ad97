import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { grantCall } from '../chain/calls.ts'
import { readGrant } from '../chain/readGrant.ts'
import { readRecords } from '../chain/readRecords.ts'
import { purposes } from '../chain/purposes.ts'
import type { ChartId, GrantState, KeyringUpdate, PurposeCode } from '../chain/types.ts'
import { PermissionInvalidError } from '../errors/flows.ts'
import { changeKeyring, expiredReaders, present, rotated } from './changeKeyring.ts'
import { readManaged } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import { readPerson, requireUntil, withReader } from './sealTo.ts'
import { requireWallet } from './session.ts'
import type { FlowOptions, Session } from './types.ts'

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
  /** Whether records filed before count too. `from-now` rotates the keys where that is needed. */
  readonly history?: 'all' | 'from-now'
}

/**
 * Gives an account access to sections of a chart, in place of what it has, and seals the keys to it in the same
 * transaction. Whoever has access already keeps the key that theirs is sealed to. The keys rotate too where the account loses a section, or another reader's access has expired.
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
    const { state, moment } = managed
    const contents = present(managed)
    if (isAddressEqual(grantee, state.owner)) throw new PermissionInvalidError('it is the chart’s owner')
    requireUntil(until, managed)
    const known = new Set(contents.sections.map(({ number }) => number))
    if ([...read, ...write].some((section) => !known.has(section))) {
      throw new PermissionInvalidError('it names a section that the chart does not have')
    }
    const stored = await readGrant(context.chain, { chart, grantee, blockNumber: moment.number })
    const mustRotate =
      !state.keyed ||
      (stored?.read.some((section) => !read.includes(section)) ?? false) ||
      expiredReaders(managed).some(
        ({ account, role }) => role !== 'grantee' || !isAddressEqual(account, grantee),
      ) ||
      (history === 'from-now' && (await isEpochUsed(session, managed, read)))
    const base = mustRotate ? rotated(session, managed, { epoch: state.epoch + 1 }) : contents
    const sinceEpoch = history === 'all' ? 1 : base.epoch
    const sections = (numbers: readonly number[]) => [...new Set(numbers)].toSorted((a, b) => a - b)
    const grant: GrantState = {
      grantee,
      read: sections(read),
      write: sections(write),
      until,
      sinceEpoch,
      purpose,
    }
    const grants = [...managed.grants.filter((other) => !isAddressEqual(other.grantee, grantee)), grant]
    return {
      contents: withReader(base, { ...managed, grants }, person),
      call: (update: KeyringUpdate) => grantCall(context.chain, { chart, grant, update }),
    }
  }
  await changeKeyring(session, { chart, act: 'grant', read: readManaged, plan, ...options })
  options.onProgress?.({ step: 'done', act: 'grant' })
}

/** Whether a record of these sections was filed in the present epoch already. */
async function isEpochUsed(
  session: Session,
  { state, moment }: ManagedChart,
  sections: readonly number[],
): Promise<boolean> {
  const records = await readRecords(session.context.chain, {
    chart: state.id,
    to: state.count,
    blockNumber: moment.number,
  })
  return records.some(({ epoch, section }) => epoch === state.epoch && sections.includes(section))
}
