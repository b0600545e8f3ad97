import { formatAddress } from '../components/format/formatAddress.ts'
import { formatList } from '../components/format/formatList.ts'
import type { GivenAccess } from './types.ts'

/** "Kari let in Dr Second and 0x3333…3333", of what somebody else gave meanwhile; null where nobody was let in. */
export function givenWords({ grants, shares }: GivenAccess): string | null {
  const all = [
    ...grants.map((grant) => ({ ...grant, account: grant.grantee })),
    ...shares.map((share) => ({ ...share, account: share.reader })),
  ]
  const givers = Map.groupBy(
    all,
    ({ by, byName }) => byName ?? (by === null ? 'Somebody' : formatAddress(by)),
  )
  const words = [...givers].map(([giver, accesses]) => {
    const names = accesses.map(({ account, name }) => name ?? formatAddress(account))
    return `${giver} let in ${formatList([...new Set(names)])}`
  })
  return words.length === 0 ? null : words.join(', and ')
}
