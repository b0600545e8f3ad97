/** An account that the chart's owner gave a name to. */
export type KnownPerson = { readonly account: `0x${string}`; readonly name: string }

type Named = { readonly name: string | null }

/** Whoever the chart knows by a name, each once, in the order of the names. */
export function knownPeople(chart: {
  readonly grants: readonly (Named & { readonly grantee: `0x${string}` })[]
  readonly delegates: readonly (Named & { readonly delegate: `0x${string}` })[]
  readonly shares: readonly (Named & { readonly reader: `0x${string}` })[]
}): readonly KnownPerson[] {
  const all = [
    ...chart.grants.map(({ grantee, name }) => ({ account: grantee, name })),
    ...chart.delegates.map(({ delegate, name }) => ({ account: delegate, name })),
    ...chart.shares.map(({ reader, name }) => ({ account: reader, name })),
  ]
  const people = new Map<string, KnownPerson>()
  for (const { account, name } of all) {
    if (name !== null) people.set(account.toLowerCase(), { account, name })
  }
  return [...people.values()].toSorted((a, b) => a.name.localeCompare(b.name))
}
