import type { ReactNode } from 'react'

export type SettingsRow = {
  readonly key: string
  readonly icon: ReactNode
  readonly name: string
  readonly text: ReactNode
  readonly state: ReactNode
}

export type SettingsTableProps = {
  readonly label: string
  readonly columns: readonly [string, string]
  readonly rows: readonly SettingsRow[]
}

/** Things with a state. One under the other on a phone. */
export function SettingsTable({ label, columns, rows }: SettingsTableProps) {
  return (
    <table aria-label={label} className="table-ledger max-sm:block">
      <thead className="max-sm:sr-only">
        <tr>
          <th scope="col">{columns[0]}</th>
          <th scope="col">{columns[1]}</th>
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr key={row.key} className="max-sm:block max-sm:border-b max-sm:border-line max-sm:py-3">
            <td className="max-sm:block max-sm:border-0! max-sm:p-0!">
              <span className="flex items-center gap-4">
                <span className="grid size-10 flex-none place-items-center rounded-control border border-line bg-inset text-ink-2">
                  {row.icon}
                </span>
                <span className="min-w-0">
                  <b className="font-semibold">
                    <bdi>{row.name}</bdi>
                  </b>
                  <span className="block text-sm wrap-anywhere text-ink-2">{row.text}</span>
                </span>
              </span>
            </td>
            <td className="max-sm:block max-sm:border-0! max-sm:p-0! max-sm:ps-14! sm:w-64">{row.state}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
