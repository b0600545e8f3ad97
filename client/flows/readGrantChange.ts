import type { ChartId, RecordLinks } from '../chain/types.ts'
import { planGrant } from './grantPlan.ts'
import type { GrantTerms } from './grantPlan.ts'
import { isLive, readManaged } from './keyrings.ts'
import { requireOpen } from './session.ts'
import type { GrantChange, GrantReach, Session } from './types.ts'

export type ReadGrantChangeParameters = Omit<GrantTerms, 'history'> &
  Partial<Pick<GrantTerms, 'history'>> & { readonly chart: ChartId }

/**
 * What `grantAccess` would change with these terms, as the chart is now. Asks the wallet nothing.
 *
 * @throws PermissionInvalidError, NotOwnerError, ChartMissingError, and what opening the keyring throws
 */
export async function readGrantChange(
  session: Session,
  { chart, history = 'all', ...terms }: ReadGrantChangeParameters,
): Promise<GrantChange> {
  requireOpen(session)
  const managed = await readManaged(session, chart)
  const plan = await planGrant(session, managed, { ...terms, history })
  const { stored, records, rotates, sinceEpoch } = plan
  const before = stored !== null && isLive(stored, managed.moment) ? stored : NOTHING
  return {
    added: reach(records, plan, before),
    dropped: reach(records, before, plan),
    rotates,
    sinceEpoch,
    untilBefore: stored?.until ?? null,
  }
}

type Reach = Pick<GrantReach, 'read' | 'write'> & { readonly sinceEpoch: number }

const NOTHING: Reach = { read: [], write: [], sinceEpoch: 1 }

/** What the one reaches and the other does not. */
function reach(records: readonly RecordLinks[], one: Reach, other: Reach): GrantReach {
  const isOpen = ({ section, epoch }: RecordLinks, { read, sinceEpoch }: Reach) =>
    read.includes(section) && epoch >= sinceEpoch
  return {
    read: one.read.filter((section) => !other.read.includes(section)),
    write: one.write.filter((section) => !other.write.includes(section)),
    records: records
      .filter((record) => isOpen(record, one) && !isOpen(record, other))
      .map(({ number }) => number),
  }
}
