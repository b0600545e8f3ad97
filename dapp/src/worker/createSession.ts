import { proxy } from 'comlink'
import type { QueryClient } from '@tanstack/react-query'
import { type AccountKind, SessionLockedError } from '#client'
import type { Address } from 'viem'
import type { ResolvedRegister } from 'wagmi'
import { getConnection, watchConnection } from 'wagmi/actions'
import { attempt } from './attempt.ts'
import { createPageWallet } from './createPageWallet.ts'
import type { WorkerLink } from './createWorkerLink.ts'
import { WalletMissingError } from './errors.ts'
import { askPasskey, createPasskey } from './passkeys.ts'
import { type ReadableStore, createStore } from './store.ts'
import type { Outcome, PageWallet, PreparedAccount, SessionInfo, SessionState } from './types.ts'

export type SessionControl = {
  readonly state: ReadableStore<SessionState>
  readonly pending: ReadableStore<'prepare' | 'unlock' | null>
  prepareAccount(parameters: { kind: AccountKind; name?: string }): Promise<Outcome<PreparedAccount>>
  unlockWithWallet(): Promise<Outcome<SessionInfo>>
  unlockWithRecoveryCode(parameters: {
    account: Address
    recoveryCode: string
  }): Promise<Outcome<SessionInfo>>
  /** Asks a passkey of this page for the account. */
  unlockWithPasskey(parameters: { account: Address }): Promise<Outcome<SessionInfo>>
  /** Has the wallet decrypt with its encryption key. */
  unlockWithMetaMask(): Promise<Outcome<SessionInfo>>
  /** Makes a passkey for the open account, or asks its wallet; `addUnlocker` files what comes of it. */
  prepareUnlocker(parameters: {
    kind: 'passkey' | 'wallet' | 'metamask'
    name: string
  }): Promise<Outcome<void>>
  /** A new code, to be shown once and asked back before `replaceRecoveryCode` files it. */
  prepareRecoveryCode(): Promise<Outcome<string>>
  /** For what opened the session elsewhere, as a published account. */
  opened(info: SessionInfo): void
  lock(): void
}

export type SessionParameters = {
  readonly wagmi: ResolvedRegister['config']
  readonly link: WorkerLink
  readonly queryClient: QueryClient
  readonly sessionKey: readonly unknown[]
  readonly onOpen: () => void
  /** Called when keys are dropped; `reason` is null when the person asked for it. */
  readonly onLock: (reason: 'disconnected' | 'account-changed' | null) => void
}

/**
 * Which account is open in this tab, following the wallet: a session that the wallet opened ends when the wallet lets go
 * or turns to another account. One that a recovery code opened stays, and acts only while that account's wallet is there.
 */
export function createSession({
  wagmi,
  link,
  queryClient,
  sessionKey,
  onOpen,
  onLock,
}: SessionParameters): SessionControl {
  const state = createStore<SessionState>({ status: 'none' })
  const pending = createStore<'prepare' | 'unlock' | null>(null)
  let isOfWallet = false

  function connectedWallet(): { account: Address; wallet: PageWallet } | null {
    const connection = getConnection(wagmi)
    if (connection.status !== 'connected') return null
    return { account: connection.address, wallet: createPageWallet(connection.connector, connection.address) }
  }

  function requireWallet(): { account: Address; wallet: PageWallet } {
    const connected = connectedWallet()
    if (connected === null) throw new WalletMissingError()
    return connected
  }

  function closedState(): SessionState {
    const connection = getConnection(wagmi)
    return connection.status === 'connected'
      ? { status: 'locked', account: connection.address }
      : { status: 'none' }
  }

  function end(reason: 'disconnected' | 'account-changed' | null): void {
    link.stop()
    isOfWallet = false
    pending.set(null)
    onLock(reason)
    state.set(closedState())
    queryClient.removeQueries({ queryKey: sessionKey })
  }

  async function follow(): Promise<void> {
    const { status } = getConnection(wagmi)
    if (status !== 'connected' && status !== 'disconnected') return
    const open = state.get()
    const connected = connectedWallet()
    if (open.status !== 'unlocked') {
      const isOther = open.status === 'locked' && open.account !== connected?.account
      if (isOther) link.stop()
      state.set(closedState())
      return
    }
    const isSame = connected?.account === open.account
    if (isOfWallet && !isSame) return end(connected === null ? 'disconnected' : 'account-changed')
    if (isOfWallet) return
    const info = await link
      .call((api) => api.setWallet(isSame ? proxy(connected.wallet) : null))
      .catch(() => null)
    if (info !== null && state.get().status === 'unlocked') state.set({ status: 'unlocked', ...info })
  }

  watchConnection(wagmi, {
    onChange(now, before) {
      if (
        now.status === before.status &&
        now.address === before.address &&
        now.connector === before.connector
      )
        return
      void follow()
    },
  })
  state.set(closedState())

  async function during<T>(what: 'prepare' | 'unlock', call: () => Promise<T>): Promise<Outcome<T>> {
    if (pending.get() !== null) return { status: 'cancelled' }
    pending.set(what)
    const outcome = await attempt(call)
    pending.set(null)
    return outcome
  }

  function opened(info: SessionInfo, byWallet: boolean): void {
    isOfWallet = byWallet
    state.set({ status: 'unlocked', ...info })
    onOpen()
  }

  return {
    state,
    pending,
    prepareAccount: ({ kind, name }) =>
      during('prepare', async () => {
        const { account, wallet } = requireWallet()
        return await link.call((api) =>
          api.prepareAccount(proxy(wallet), { account, kind, name: name ?? null }),
        )
      }),
    unlockWithWallet: () =>
      during('unlock', async () => {
        const { account, wallet } = requireWallet()
        const info = await link.call((api) => api.unlockWithWallet(proxy(wallet), { account }))
        opened(info, true)
        return info
      }),
    unlockWithRecoveryCode: (parameters) =>
      during('unlock', async () => {
        const info = await link.call((api) => api.unlockWithRecoveryCode(parameters))
        opened(info, false)
        void follow()
        return info
      }),
    unlockWithPasskey: ({ account }) =>
      during('unlock', async () => {
        const info = await link.call((api) => api.unlockWithPasskey(proxy(askPasskey), { account }))
        opened(info, false)
        void follow()
        return info
      }),
    unlockWithMetaMask: () =>
      during('unlock', async () => {
        const { account, wallet } = requireWallet()
        const info = await link.call((api) => api.unlockWithMetaMask(proxy(wallet), { account }))
        opened(info, true)
        return info
      }),
    prepareUnlocker: ({ kind, name }) =>
      during('prepare', async () => {
        if (kind === 'passkey') {
          const open = state.get()
          if (open.status !== 'unlocked') throw new SessionLockedError()
          const credentialId = await createPasskey({ account: open.account, name })
          await link.call((api) => api.preparePasskey(proxy(askPasskey), { credentialId }))
        } else {
          const { account, wallet } = requireWallet()
          await link.call((api) => api.prepareWallet(proxy(wallet), { account, kind }))
        }
      }),
    prepareRecoveryCode: () => during('prepare', () => link.call((api) => api.prepareRecoveryCode())),
    opened: (info) => opened(info, true),
    lock: () => end(null),
  }
}
