import { ProfileMismatchError } from '../errors/crypto.ts'
import { deriveAccountKeyPair } from './accountKey.ts'
import { equalBytes } from './bytes.ts'
import { deriveKeyPair } from './hpke.ts'
import type { KeyPair } from './hpke.ts'
import type { Profile } from './profile.ts'
import type { Scope } from './scope.ts'
import { openVault } from './vault.ts'
import type { OpenedVault, UnlockerSecret, VaultContents } from './vault.ts'

export type AccountKey = KeyPair & { readonly generation: number }

export type OpenedAccount = OpenedVault & {
  /** The current key pair, then the earlier ones, newest first. */
  readonly pairs: readonly [AccountKey, ...AccountKey[]]
}

/** The account's current key pair, then the earlier ones that its vault keeps, newest first. */
export async function deriveAccountKeys(
  root: Uint8Array,
  contents: VaultContents,
): Promise<[AccountKey, ...AccountKey[]]> {
  const current = await deriveAccountKeyPair(root, contents.generation)
  const pairs: [AccountKey, ...AccountKey[]] = [{ ...current, generation: contents.generation }]
  for (const { generation, secretKey } of contents.earlierKeys.toReversed()) {
    pairs.push({ ...(await deriveKeyPair(secretKey)), generation })
  }
  return pairs
}

/**
 * Opens an account from its profile and one unlocker's secret.
 *
 * @throws UnlockerUnknownError, VaultUnreadableError
 * @throws ProfileMismatchError when the profile's public key does not follow from the vault's root.
 */
export async function openAccount({
  profile,
  scope,
  unlocker,
}: {
  profile: Profile
  scope: Scope
  unlocker: UnlockerSecret
}): Promise<OpenedAccount> {
  const opened = await openVault({ vault: profile.vault, scope, account: profile.account, unlocker })
  const pairs = await deriveAccountKeys(opened.root, opened.contents)
  if (!equalBytes(pairs[0].publicKey, profile.publicKey)) {
    throw new ProfileMismatchError('its public key does not belong to its vault')
  }
  return { ...opened, pairs }
}
