import { grantedSections } from './keyring.ts'
import type { Reader } from './keyring.ts'
import type { GranteeKeyring, OwnerKeyring } from './openKeyring.ts'

/** What of a whole keyring these rights give: the same that a seal to a grantee would hold. */
export function granteeView(
  { root, contents }: OwnerKeyring,
  rights: Pick<Reader, 'read' | 'write' | 'since'>,
): GranteeKeyring {
  const { title } = contents
  return { role: 'grantee', root, title, since: rights.since, sections: grantedSections(contents, rights) }
}
