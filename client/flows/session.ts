import { isAddressEqual } from 'viem'
import type { Wallet } from '../chain/types.ts'
import { wipe } from '../crypto/bytes.ts'
import { WrongAccountError } from '../errors/chain.ts'
import { SessionLockedError, WalletNeededError } from '../errors/flows.ts'
import { wipeKeyring } from './keys.ts'
import type { Session } from './types.ts'

/** Wipes the session's keys and forgets what it opened. The session cannot be used afterwards. */
export function lockSession({ keys }: Session): void {
  const { root, pairs, memory } = keys
  memory.isLocked = true
  for (const { opened, sectionKeys } of memory.keyrings.values()) {
    sectionKeys.wipe()
    wipeKeyring(opened)
  }
  for (const keyring of memory.retired) keyring.wipe()
  for (const { recordKey } of memory.records.values()) wipe(recordKey)
  memory.keyrings.clear()
  memory.retired.length = 0
  memory.records.clear()
  memory.profiles.clear()
  wipe(root, ...pairs.map(({ secretKey }) => secretKey))
}

/** @throws SessionLockedError */
export function requireOpen({ keys }: Session): void {
  if (keys.memory.isLocked) throw new SessionLockedError()
}

/** @throws SessionLockedError, WalletNeededError, WrongAccountError */
export function requireWallet(session: Session): Wallet {
  requireOpen(session)
  if (session.wallet === null) throw new WalletNeededError()
  if (!isAddressEqual(session.wallet.account, session.account)) throw new WrongAccountError()
  return session.wallet
}
