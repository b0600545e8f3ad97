import type { Hex } from 'viem'
import type { Pointer } from '../chain/types.ts'
import type { AccountKey } from '../crypto/account.ts'
import { wipe } from '../crypto/bytes.ts'
import type { SectionKeys } from '../crypto/createSectionKeys.ts'
import type { KeyringContents } from '../crypto/keyring.ts'
import type { OpenedKeyring } from '../crypto/openKeyring.ts'
import type { Profile } from '../crypto/profile.ts'
import type { OpenedRecord as OpenedRecordRoot } from '../crypto/record.ts'
import type { BaseError } from '../errors/BaseError.ts'

/** The secrets of an opened account, and what it has opened so far. Wiped by `lockSession`. */
export type SessionKeys = {
  readonly root: Uint8Array
  /** The current X-Wing key pair, then earlier ones, newest first. */
  readonly pairs: readonly [AccountKey, ...AccountKey[]]
  /** The pointer of the profile that holds the current key. */
  readonly profile: Pointer
  readonly memory: SessionMemory
}

export type SessionMemory = {
  isLocked: boolean
  /** By chart: the last keyring that was checked or made here. */
  readonly keyrings: Map<Hex, RememberedKeyring>
  /** Keyrings that others took the place of, with their section keys, and secrets of those that were made here. */
  readonly retired: { wipe(): void }[]
  /** Keys of single records that are shared with this account, by keyring, record and what they were sealed for. */
  readonly shared: Map<string, Uint8Array>
  /** By all that the chain says of a record. */
  readonly records: Map<string, OpenedRecordRoot>
  /** By profile pointer. */
  readonly profiles: Map<Pointer, Profile>
}

export type RememberedKeyring = {
  readonly pointer: Pointer
  readonly opened: OpenedKeyring
  /** The last one that the chart's owner had set by then: another one where a delegate set this. */
  readonly ownerKeyring: Pointer
  readonly sectionKeys: SectionKeys
  /** What of single records is shared with this account, by their numbers. */
  readonly shared?: ReadonlyMap<number, SharedRecord>
}

/** A record that is shared with this account by itself: its key, or why there is none. */
export type SharedRecord =
  | {
      /** Of the root block that the key was sealed for: that of before, until the share is sealed anew. */
      readonly pointer: Pointer
      readonly recordKey: Uint8Array
    }
  | { readonly problem: BaseError }

/** Wipes the secrets of an opened keyring. */
export function wipeKeyring(opened: OpenedKeyring): void {
  if (opened.role === 'grantee') wipe(...opened.sections.flatMap(({ seed, chain }) => [seed, chain]))
  else wipeContents(opened.contents)
}

/** Wipes the chart's secrets, of all epochs. */
export function wipeContents({ secret, earlier }: KeyringContents): void {
  wipe(secret, ...earlier.map((entry) => entry.secret))
}

export function createSessionMemory(): SessionMemory {
  return {
    isLocked: false,
    keyrings: new Map(),
    retired: [],
    shared: new Map(),
    records: new Map(),
    profiles: new Map(),
  }
}

/** Wipes all secrets that are remembered, and forgets everything. What is still being opened is wiped when it comes. */
export function wipeMemory(memory: SessionMemory): void {
  memory.isLocked = true
  for (const { opened, sectionKeys } of memory.keyrings.values()) {
    sectionKeys.wipe()
    wipeKeyring(opened)
  }
  for (const keyring of memory.retired) keyring.wipe()
  for (const { recordKey } of memory.records.values()) wipe(recordKey)
  wipe(...memory.shared.values())
  memory.keyrings.clear()
  memory.retired.length = 0
  memory.shared.clear()
  memory.records.clear()
  memory.profiles.clear()
}
