import { formatAddress } from '../../components/format/formatAddress.ts'
import type {
  AccessList,
  ChartContents,
  EndGivenRequest,
  GrantSummary,
  SectionSummary,
} from '../../worker/types.ts'

/** The labels of some sections, in the chart's order. */
export function labelsOf(sections: readonly SectionSummary[], numbers: readonly number[]): readonly string[] {
  return sections.filter((section) => numbers.includes(section.number)).map((section) => section.label)
}

/** What an account is called in a sentence: the private name, or the account itself. */
export function nameOfGrantee(grant: Pick<GrantSummary, 'grantee' | 'name'>): string {
  return nameOfAccount(grant.grantee, grant.name)
}

/** What an account is called in a sentence, where it is known by another role than grantee. */
export function nameOfAccount(account: string, name: string | null): string {
  return name ?? formatAddress(account)
}

/** What a record is called. */
export function titleOfRecord(chart: Pick<ChartContents, 'records'>, number: number): string {
  return chart.records.find((record) => record.number === number)?.details?.title ?? `Record ${number}`
}

/** Which accounts and which shares, for an act that ends them. */
export function referencesTo({ grants, shares }: AccessList): Pick<EndGivenRequest, 'grantees' | 'shares'> {
  return {
    grantees: grants.map(({ grantee }) => grantee),
    shares: shares.map(({ number, reader }) => ({ number, reader })),
  }
}

/** The accesses that a page shows when something is decided on it. */
export function seenIn(...shown: readonly AccessList[]): AccessList {
  return {
    grants: shown.flatMap(({ grants }) => grants),
    shares: shown.flatMap(({ shares }) => shares),
  }
}

/** The labels that a grant does not read: always said. */
export function notRead(
  chart: Pick<ChartContents, 'sections'>,
  grant: Pick<GrantSummary, 'read'>,
): readonly string[] {
  return chart.sections
    .filter((section) => !grant.read.includes(section.number))
    .map((section) => section.label)
}

/** "Five others have access. The one that ends first is at the top." */
export function sharingLine(
  count: number,
  role: ChartContents['role'] = 'owner',
  view: 'person' | 'section' = 'person',
): string {
  if (count === 0)
    return role === 'delegate' ? 'Nobody but the owner and you has access.' : 'Nobody but you has access.'
  if (count === 1) return 'One other has access.'
  const words = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
  const word = words[count - 2] ?? String(count)
  const others = `${word.charAt(0).toUpperCase()}${word.slice(1)} others have access.`
  return view === 'person' ? `${others} The one that ends first is at the top.` : others
}

/** How many accounts besides the owner and this one have access of any kind now. */
export function countOthers(
  chart: Pick<ChartContents, 'grants' | 'shares' | 'delegates' | 'offer'>,
  me: string,
): number {
  const accounts = [
    ...chart.grants.filter((one) => !one.isExpired).map(({ grantee }) => grantee),
    ...chart.shares.filter((one) => !one.isExpired).map(({ reader }) => reader),
    ...chart.delegates.filter((one) => !one.isExpired).map(({ delegate }) => delegate),
    ...(chart.offer === null || chart.offer.isExpired ? [] : [chart.offer.successor]),
  ].map((account) => account.toLowerCase())
  return new Set(accounts.filter((account) => account !== me.toLowerCase())).size
}

/** Whose time is over, first: until the locks change, that account could still open what was filed since. */
export function firstExpired(
  chart: Pick<ChartContents, 'grants' | 'delegates' | 'offer'>,
): { readonly name: string; readonly until: number } | null {
  const expired = [
    ...chart.grants.map((grant) => ({ ...grant, account: grant.grantee })),
    ...chart.delegates.map((delegate) => ({ ...delegate, account: delegate.delegate })),
    ...(chart.offer === null ? [] : [{ ...chart.offer, account: chart.offer.successor }]),
  ].filter((one) => one.isExpired)
  const [first] = expired.toSorted((a, b) => a.until - b.until)
  return first === undefined ? null : { name: nameOfAccount(first.account, first.name), until: first.until }
}
