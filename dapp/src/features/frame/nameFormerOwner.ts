import { type Address, encodeAbiParameters, isAddressEqual, keccak256 } from 'viem'
import { formatAddress } from '../../components/format/formatAddress.ts'
import type { ChartContents } from '../../worker/types.ts'

/** Clients count an account's charts from 0; more than these nobody has. */
const MAX_CHARTS = 64

/**
 * Who opened a chart that belongs to another account now, where that account filed in it and the chart has no name for it:
 * a chart's id follows from its opener. Null where nobody needs such a name.
 */
export function formerOwner(chart: Pick<ChartContents, 'id' | 'owner' | 'records'>): Address | null {
  const authors = chart.records.filter(({ authorName }) => authorName === null).map(({ author }) => author)
  const others = [...new Set(authors)].filter((author) => !isAddressEqual(author, chart.owner))
  return others.find((author) => isOpener(chart.id, author)) ?? null
}

/** The chart with a name for its former owner: that of a profile for which somebody vouches, else what the account was. */
export function nameFormerOwner(
  chart: ChartContents,
  { account, publicName }: { account: Address; publicName: string | null },
): ChartContents {
  const authorName = publicName ?? `The former owner (${formatAddress(account)})`
  const records = chart.records.map((record) =>
    record.authorName === null && isAddressEqual(record.author, account) ? { ...record, authorName } : record,
  )
  return { ...chart, records }
}

function isOpener(chart: ChartContents['id'], account: Address): boolean {
  const type = [{ type: 'address' }, { type: 'uint256' }] as const
  const opener = account.toLowerCase() as Address
  return Array.from({ length: MAX_CHARTS }, (_, n) => BigInt(n)).some(
    (n) => keccak256(encodeAbiParameters(type, [opener, n])) === chart,
  )
}
