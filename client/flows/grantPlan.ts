import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import { readGrant } from '../chain/readGrant.ts'
import type { GrantState, RecordLinks } from '../chain/types.ts'
import { PermissionInvalidError } from '../errors/flows.ts'
import { expiredReaders } from './changeKeyring.ts'
import type { ManagedChart } from './keyrings.ts'
import { readAll } from './shares.ts'
import type { GrantHistory, Session } from './types.ts'

/** What a grant is to give. */
export type GrantTerms = {
  readonly grantee: Address
  /** Section numbers. */
  readonly read: readonly number[]
  readonly write: readonly number[]
  readonly history: GrantHistory
}

export type GrantPlan = {
  /** What the account has of the present tenure, live or expired. */
  readonly stored: GrantState | null
  readonly records: readonly RecordLinks[]
  readonly rotates: boolean
  readonly sinceEpoch: number
  /** Ascending, each once. */
  readonly read: readonly number[]
  readonly write: readonly number[]
}

/**
 * What giving an access asks for. The keys rotate where the account loses a section or some of the history, since its
 * keys open all of it until then; where another's access has expired; where the chart has no keys; and for access from
 * now on, where a record of these sections is filed under the present keys already.
 *
 * @throws PermissionInvalidError
 */
export async function planGrant(
  session: Session,
  managed: ManagedChart,
  { grantee, history, ...terms }: GrantTerms,
): Promise<GrantPlan> {
  const { state, moment, keyring } = managed
  const ascending = (numbers: readonly number[]) => [...new Set(numbers)].toSorted((a, b) => a - b)
  const [read, write] = [ascending(terms.read), ascending(terms.write)]
  if (isAddressEqual(grantee, state.owner)) throw new PermissionInvalidError('it is the chart’s owner')
  if (read.length + write.length === 0) throw new PermissionInvalidError('it names no section')
  const known = new Set(keyring.opened.contents.sections.map(({ number }) => number))
  if ([...read, ...write].some((section) => !known.has(section))) {
    throw new PermissionInvalidError('it names a section that the chart does not have')
  }
  const since = typeof history === 'object' ? history.since : history === 'all' ? 1 : state.epoch
  if (!Number.isSafeInteger(since) || since < 1 || since > state.epoch) {
    throw new PermissionInvalidError('its history begins at no time of this chart')
  }
  const asked = { chart: state.id, grantee, blockNumber: moment.number }
  const stored = await readGrant(session.context.chain, asked)
  const records = await readAll(session, managed)
  const rotates =
    !state.keyed ||
    (stored !== null && isNarrowed(stored, { read, since })) ||
    expiredReaders(managed).some(
      ({ account, role }) => role !== 'grantee' || !isAddressEqual(account, grantee),
    ) ||
    (history === 'from-now' &&
      records.some(({ epoch, section }) => epoch === state.epoch && read.includes(section)))
  const sinceEpoch = history === 'from-now' && rotates ? state.epoch + 1 : since
  return { stored, records, rotates, sinceEpoch, read, write }
}

function isNarrowed(
  stored: GrantState,
  { read, since }: { read: readonly number[]; since: number },
): boolean {
  const losesSection = stored.read.some((section) => !read.includes(section))
  return losesSection || (stored.read.length > 0 && since > stored.sinceEpoch)
}
