import type { ReactNode } from 'react'

export type RowsProps = {
  readonly label: string
  readonly columns: readonly [what: string, how: string]
  readonly rows: readonly {
    readonly key: string
    readonly icon: ReactNode
    readonly name: string
    readonly text: ReactNode
    readonly state: ReactNode
  }[]
}

/** A table of a few things that one has, each with how it stands. */
export function Rows({ label, columns, rows }: RowsProps) {
  return (
    <table aria-label={label} className="table-ledger max-sm:block">
      <thead className="max-sm:sr-only">
        <tr>
          <th scope="col">{columns[0]}</th>
          <th scope="col" className="w-64">
            {columns[1]}
          </th>
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr key={row.key} className="max-sm:block max-sm:border-b max-sm:border-line max-sm:py-2">
            <td className="relative ps-14! max-sm:block max-sm:border-0! max-sm:py-1!">
              <b className="block leading-snug font-semibold">{row.name}</b>
              <span className="block text-sm text-ink-2">{row.text}</span>
              <span
                aria-hidden="true"
                className="absolute start-0 top-1/2 grid size-10 -translate-y-1/2 place-items-center rounded-control border border-line bg-inset text-ink-2 max-sm:top-1 max-sm:translate-y-0"
              >
                {row.icon}
              </span>
            </td>
            <td className="text-sm max-sm:block max-sm:border-0! max-sm:ps-14! max-sm:pt-0! max-sm:pb-1!">
              {row.state}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const TONES = { good: 'text-spruce', warn: 'text-amber', bad: 'text-madder', quiet: 'text-ink-2' } as const

export type RowStateProps = {
  readonly tone: keyof typeof TONES
  readonly icon: ReactNode
  readonly children: ReactNode
}

export function RowState({ tone, icon, children }: RowStateProps) {
  return (
    <span
      className={`flex items-start gap-1.5 leading-snug font-semibold [&>.lucide]:mt-[0.05em] ${TONES[tone]}`}
    >
      {icon}
      <span>{children}</span>
    </span>
  )
}
