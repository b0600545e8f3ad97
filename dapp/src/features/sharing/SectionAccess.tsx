import { SectionTag } from '../../components/SectionTag.tsx'
import type { ChartContents, GrantSummary } from '../../worker/types.ts'
import { nameOfAccount, nameOfGrantee } from './grantWords.ts'

/** The same accesses by section: who can read each, and who can add to it. */
export function SectionAccess({ chart }: { readonly chart: ChartContents }) {
  const live = chart.grants.filter((grant) => !grant.isExpired)
  const acting = chart.delegates.filter((delegate) => !delegate.isExpired)
  const acts = chart.role === 'owner' ? 'acts for you' : 'acts for the owner'
  const names = (grants: readonly GrantSummary[]) => {
    const all = [
      ...acting.map(({ delegate, name }) => ({
        account: delegate,
        name: nameOfAccount(delegate, name),
        by: acts,
      })),
      ...grants.map((grant) => ({ account: grant.grantee, name: nameOfGrantee(grant), by: null })),
    ]
    return all.length === 0 ? (
      <span className="text-ink-2">{chart.role === 'owner' ? 'Only you' : 'Only the owner'}</span>
    ) : (
      <ul className="space-y-0.5 leading-snug">
        {all.map(({ account, name, by }) => (
          <li key={account}>
            <bdi className="font-semibold wrap-anywhere text-pen">{name}</bdi>
            {by === null ? null : <span className="text-sm text-ink-2">, {by}</span>}
          </li>
        ))}
      </ul>
    )
  }
  return (
    <table className="table-ledger max-sm:block">
      <thead className="max-sm:sr-only">
        <tr>
          <th scope="col">Section</th>
          <th scope="col">Can read</th>
          <th scope="col">Can add</th>
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {chart.sections.map((section, position) => (
          <tr key={section.number} className="max-sm:block max-sm:border-b max-sm:border-line max-sm:py-3">
            <td className="font-semibold sm:whitespace-nowrap max-sm:block max-sm:border-0! max-sm:p-0!">
              <SectionTag position={position} label={section.label} />
            </td>
            <td className="max-sm:block max-sm:border-0! max-sm:p-0!">
              <span className="mt-1 block text-sm text-ink-2 sm:hidden">Can read</span>
              {names(live.filter((grant) => grant.read.includes(section.number)))}
            </td>
            <td className="max-sm:block max-sm:border-0! max-sm:p-0!">
              <span className="mt-1 block text-sm text-ink-2 sm:hidden">Can add</span>
              {names(live.filter((grant) => grant.write.includes(section.number)))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
