import type { ChartContents, RecordSummary } from '../../worker/types.ts'

/** An account that reads something of a chart besides its owner. */
export type OtherReader = {
  readonly account: `0x${string}`
  /** The private name that the owner gave. */
  readonly name: string | null
  /** Seconds. */
  readonly until: number
  /** By access to its section, by this record alone, as who acts for the owner, or as who may take the chart over. */
  readonly by: 'section' | 'record' | 'acting' | 'offer'
}

type Shown = Pick<ChartContents, 'grants' | 'delegates' | 'offer'>

/** Whoever reads a section besides the owner, each once: those who may read all of the chart first. */
export function readersOf(chart: Shown, section: number, me?: string): readonly OtherReader[] {
  return once([...readersOfAll(chart), ...grantees(chart, section)], me)
}

/** Whoever reads this very record: of its section, with history back to its keys, or by the record alone. */
export function readersOfRecord(
  chart: Shown & Pick<ChartContents, 'shares'>,
  record: Pick<RecordSummary, 'number' | 'section' | 'epoch'>,
  me?: string,
): readonly OtherReader[] {
  const shared = chart.shares
    .filter((share) => share.number === record.number && !share.isExpired)
    .map(({ reader, name, until }) => ({ account: reader, name, until, by: 'record' as const }))
  return once([...readersOfAll(chart), ...grantees(chart, record.section, record.epoch), ...shared], me)
}

function readersOfAll({ delegates, offer }: Shown): readonly OtherReader[] {
  const acting = delegates
    .filter((delegate) => !delegate.isExpired)
    .map(({ delegate, name, until }) => ({ account: delegate, name, until, by: 'acting' as const }))
  if (offer === null || offer.isExpired) return acting
  const { successor, name, until } = offer
  return [...acting, { account: successor, name, until, by: 'offer' }]
}

function grantees({ grants }: Shown, section: number, epoch = Number.POSITIVE_INFINITY): OtherReader[] {
  return grants
    .filter((grant) => !grant.isExpired && grant.read.includes(section) && grant.sinceEpoch <= epoch)
    .map(({ grantee, name, until }) => ({ account: grantee, name, until, by: 'section' as const }))
}

function once(readers: readonly OtherReader[], me: string | undefined): readonly OtherReader[] {
  const seen = new Set(me === undefined ? [] : [me.toLowerCase()])
  return readers.filter(({ account }) => {
    const key = account.toLowerCase()
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Under a section's name: "Only you can read", "1 other can read", "3 others can read". */
export function readersLine(count: number, role: ChartContents['role'] = 'owner'): string {
  if (count === 0) return role === 'delegate' ? 'Only the owner and you' : 'Only you can read'
  return count === 1 ? '1 other can read' : `${count} others can read`
}
