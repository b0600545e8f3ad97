import type { AccountKind } from '#client'
import type { Address } from 'viem'
import type { Outcome, PreparedAccount, SessionInfo, SessionState } from '../worker/types.ts'
import { useEngine } from './useEngine.ts'
import { useStore } from './useStore.ts'

export type UseSessionReturnType = {
  /**
   * - `none`: no wallet is connected and nothing is open.
   * - `locked`: a wallet is connected; no key is in this tab.
   * - `unlocked`: the account is open in the worker.
   */
  readonly state: SessionState
  /** The account of the session, or else of the connected wallet. */
  readonly account: Address | null
  /** What is under way, for a busy button. */
  readonly pending: 'prepare' | 'unlock' | null
  /** Asks the wallet twice. The draft waits in the worker for `publishAccount`, or is dropped by a lock. */
  prepareAccount(parameters: { kind: AccountKind; name?: string }): Promise<Outcome<PreparedAccount>>
  /** Files the draft as an act (see `useAct`), and leaves the session unlocked. */
  publishAccount(): Promise<Outcome<SessionInfo>>
  unlockWithWallet(): Promise<Outcome<SessionInfo>>
  /** Opens an account for reading alone, unless its wallet is connected too. */
  unlockWithRecoveryCode(parameters: {
    account: Address
    recoveryCode: string
  }): Promise<Outcome<SessionInfo>>
  /** Opens an account by a passkey of this page; as a recovery code does. */
  unlockWithPasskey(parameters: { account: Address }): Promise<Outcome<SessionInfo>>
  unlockWithMetaMask(): Promise<Outcome<SessionInfo>>
  /** Makes a passkey, or asks the wallet, for `addUnlocker` (see `useAct`). */
  prepareUnlocker(parameters: {
    kind: 'passkey' | 'wallet' | 'metamask'
    name: string
  }): Promise<Outcome<void>>
  /** Makes a new recovery code, for `replaceRecoveryCode` (see `useAct`). */
  prepareRecoveryCode(): Promise<Outcome<string>>
  /** Ends the worker with every key in it, and forgets what was read. */
  lock(): void
}

/** The keys of one account, held by the worker. None of its functions throws. */
export function useSession(): UseSessionReturnType {
  const { session, acts } = useEngine()
  const state = useStore(session.state)
  return {
    state,
    account: state.status === 'none' ? null : state.account,
    pending: useStore(session.pending),
    prepareAccount: session.prepareAccount,
    publishAccount: () => acts.run({ kind: 'publishAccount' }),
    unlockWithWallet: session.unlockWithWallet,
    unlockWithRecoveryCode: session.unlockWithRecoveryCode,
    unlockWithPasskey: session.unlockWithPasskey,
    unlockWithMetaMask: session.unlockWithMetaMask,
    prepareUnlocker: session.prepareUnlocker,
    prepareRecoveryCode: session.prepareRecoveryCode,
    lock: session.lock,
  }
}
