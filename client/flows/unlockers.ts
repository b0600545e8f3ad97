import type { Hex } from 'viem'
import { bytesToHex, equalBytes } from '../crypto/bytes.ts'
import { textProblem } from '../crypto/object.ts'
import { MAX_UNLOCKER_NAME } from '../crypto/vault.ts'
import type { Unlocker, VaultContents } from '../crypto/vault.ts'
import { NameInvalidError, UnlockerMissingError } from '../errors/flows.ts'
import type { UnlockerKind } from './types.ts'

/** A way to unlock, as its owner sees it. */
export type UnlockerSummary = {
  /** 16 bytes. */
  readonly id: Hex
  readonly kind: UnlockerKind
  readonly name: string
  /** Seconds. */
  readonly createdAt: number
  /** False where a quantum computer could open the vault by it: a wallet's signature or encryption key. */
  readonly isPostQuantum: boolean
}

/** Ways whose secret is symmetric and never crosses a classical key exchange or signature. */
const POST_QUANTUM = new Set<UnlockerKind>(['recovery', 'passkey'])

export function summarizeUnlocker(
  { id, kind }: Unlocker,
  notes: VaultContents['unlockers'],
): UnlockerSummary {
  const note = notes.find((entry) => equalBytes(entry.id, id))
  return {
    id: bytesToHex(id),
    kind,
    name: note?.name ?? '',
    createdAt: note?.createdAt ?? 0,
    isPostQuantum: POST_QUANTUM.has(kind),
  }
}

/** @throws NameInvalidError */
export function checkUnlockerName(name: string): string {
  const trimmed = name.trim().normalize()
  const problem = textProblem(trimmed, MAX_UNLOCKER_NAME, 1)
  if (problem !== null) throw new NameInvalidError(`it ${problem}`)
  return trimmed
}

/** @throws UnlockerMissingError */
export function findUnlocker<T extends Pick<Unlocker, 'id'>>(unlockers: readonly T[], id: Hex): T {
  const found = unlockers.find((unlocker) => bytesToHex(unlocker.id) === id.toLowerCase())
  if (found === undefined) throw new UnlockerMissingError()
  return found
}

/** Seconds, by this machine's clock. */
export function secondsNow(): number {
  return Math.floor(Date.now() / 1000)
}
