import { isAddressEqual } from 'viem'
import type { Address } from 'viem'
import type { ChartId, Pointer } from '../chain/types.ts'
import { equalBytes } from '../crypto/bytes.ts'
import { keyFingerprint } from '../crypto/keyFingerprint.ts'
import { GrantMissingError, ProfileMissingError } from '../errors/flows.ts'
import { keysToConfirm, readManaged } from './keyrings.ts'
import { readProfile } from './readProfile.ts'
import type { Session } from './types.ts'

/** The key that a chart is sealed to for somebody, beside the one that they publish now. */
export type KeyChange = {
  readonly isChanged: boolean
  /** To the owner: who acts for it had the chart's keys sealed to another key than the owner had for this account. */
  readonly isUnconfirmed: boolean
  /** Fingerprints (`keyFingerprint`) of the keys that the chart's keys and single records are sealed to. */
  readonly known: readonly string[]
  /** Of the key that the account publishes now. */
  readonly published: string
  /** The pointer of the profile that publishes it, for `acceptChangedKey`. */
  readonly profile: Pointer
}

/**
 * What to show an owner or delegate before `acceptChangedKey`, so that they can ask the person.
 *
 * @throws GrantMissingError when nothing is sealed to the account
 * @throws NotOwnerError, ProfileMissingError, ProfileUnreadableError, and what opening the keyring throws
 */
export async function readKeyChange(
  session: Session,
  { chart, account }: { readonly chart: ChartId; readonly account: Address },
): Promise<KeyChange> {
  const managed = await readManaged(session, chart)
  const { contents } = managed.keyring.opened
  const sealed = [...contents.readers, ...contents.shares].filter((entry) =>
    isAddressEqual(entry.account, account),
  )
  if (sealed.length === 0) throw new GrantMissingError()
  const known = session.keys.memory.profiles
  const current = await readProfile(session.context, { account, known })
  if (current === null) throw new ProfileMissingError()
  const { publicKey } = current.profile
  const toConfirm = await keysToConfirm(session, managed)
  return {
    isChanged: sealed.some((entry) => !equalBytes(entry.publicKey, publicKey)),
    isUnconfirmed: toConfirm.some((other) => isAddressEqual(other, account)),
    known: [...new Set(sealed.map((entry) => keyFingerprint(entry.publicKey)))],
    published: keyFingerprint(publicKey),
    profile: current.pointer,
  }
}
