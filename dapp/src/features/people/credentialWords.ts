import { attributes } from '#client'
import type { AttributeName, Credential } from '#client'
import type { PersonCredential } from '../../components/PersonChip.tsx'
import { formatAddress } from '../../components/format/formatAddress.ts'
import { formatList } from '../../components/format/formatList.ts'

/** What is attested of an account, in words: that which lasts longest. Null when nobody vouches for it. */
export function credentialWords(
  credentials: readonly Credential[],
  publicName: string | null,
): PersonCredential | null {
  const [longest] = credentials.toSorted((a, b) => b.until - a.until)
  if (longest === undefined) return null
  return { what: formatList(longest.attributes.map(displayOf)), by: authorityWords(longest), publicName }
}

/** Who attests: the name that the authority gives itself, or its account. */
export function authorityWords({ authority, authorityName }: Credential): string {
  return authorityName ?? formatAddress(authority)
}

function displayOf(name: AttributeName): string {
  return attributes.find((one) => one.name === name)!.display
}
