import { formatAddress } from '../../components/format/formatAddress.ts'
import type { ChartContents, GrantSummary, SectionSummary } from '../../worker/types.ts'

/** The labels of some sections, in the chart's order. */
export function labelsOf(sections: readonly SectionSummary[], numbers: readonly number[]): readonly string[] {
  return sections.filter((section) => numbers.includes(section.number)).map((section) => section.label)
}

/** What an account is called in a sentence: the private name, or the account itself. */
export function nameOfGrantee(grant: Pick<GrantSummary, 'grantee' | 'name'>): string {
  return grant.name ?? formatAddress(grant.grantee)
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
export function sharingLine(count: number): string {
  if (count === 0) return 'Nobody but you has access.'
  if (count === 1) return 'One other has access.'
  const words = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
  const word = words[count - 2] ?? String(count)
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} others have access. The one that ends first is at the top.`
}
