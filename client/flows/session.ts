import { isAddressEqual } from 'viem'
import type { Wallet } from '../chain/types.ts'
import { wipe } from '../crypto/bytes.ts'
import { WrongAccountError } from '../errors/chain.ts'
import { SessionLockedError, WalletNeededError } from '../errors/flows.ts'
import { wipeMemory } from './keys.ts'
import type { Session } from './types.ts'

/** Wipes the session's keys and forgets what it opened. The session cannot be used afterwards. */
export function lockSession({ keys }: Session): void {
  const { root, pairs, memory } = keys
  wipeMemory(memory)
  wipe(root, ...pairs.map(({ secretKey }) => secretKey))
}

/** @throws SessionLockedError */
export function requireOpen({ keys }: Session): void {
  if (keys.memory.isLocked) throw new SessionLockedError()
}

/** Wipes secrets that were opened while the session was locked. @throws SessionLockedError */
export function requireKept(session: Session, ...secrets: readonly Uint8Array[]): void {
  if (session.keys.memory.isLocked) wipe(...secrets)
  requireOpen(session)
}

/** @throws SessionLockedError, WalletNeededError, WrongAccountError */
export function requireWallet(session: Session): Wallet {
  requireOpen(session)
  if (session.wallet === null) throw new WalletNeededError()
  if (!isAddressEqual(session.wallet.account, session.account)) throw new WrongAccountError()
  return session.wallet
}
