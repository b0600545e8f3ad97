import { QueryClient } from '@tanstack/react-query'
import type { ChartkeyConfig } from '#client'
import type { ResolvedRegister } from 'wagmi'
import { type Acts, createActs } from './createActs.ts'
import { type SessionControl, createSession } from './createSession.ts'
import { type Toasts, createToasts } from './createToasts.ts'
import { type WalletControl, createWalletControl } from './createWalletControl.ts'
import { type WorkerLink, createWorkerLink } from './createWorkerLink.ts'
import { createBlockRefresh } from './createBlockRefresh.ts'
import { type IdleLock, createIdleLock, goesOn } from './createIdleLock.ts'
import { createPageStorage } from './createPageStorage.ts'
import { installErrorTransfer } from './errorTransfer.ts'
import { type SentEarlier, createSentEarlier } from './createSentEarlier.ts'
import type { SessionInfo } from './types.ts'

export type { WorkerRemote } from './createWorkerLink.ts'

/** The page's half: what of the worker, the wallet and the chain the hooks show. */
export type Engine = {
  readonly config: ChartkeyConfig
  readonly wagmi: ResolvedRegister['config']
  readonly queryClient: QueryClient
  /** The beginning of every query key: a restarted local chain is another deployment. */
  readonly deploymentKey: readonly [string, number, string, string]
  readonly session: SessionControl
  readonly wallet: WalletControl
  readonly acts: Acts
  readonly sentEarlier: SentEarlier
  readonly toasts: Toasts
  readonly idleLock: IdleLock
  /** Calls the worker, and starts it first when none runs. */
  readonly call: WorkerLink['call']
  /** Reads the newest block number, and has what newer blocks changed read anew. */
  refreshOnBlock(): Promise<bigint>
}

export type EngineParameters = {
  readonly config: ChartkeyConfig
  readonly wagmi: ResolvedRegister['config']
  readonly createWorker: () => Worker
}

export function createEngine({ config, wagmi, createWorker }: EngineParameters): Engine {
  installErrorTransfer()
  const deploymentKey = [
    'chartkey',
    config.chain.id,
    config.contracts.charts,
    config.contracts.deployBlockHash,
  ] as const
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        // The client tries every store and the chain by itself, and a chain on this computer needs no network.
        retry: isRetried,
        retryDelay: 0,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        staleTime: 60_000,
        // What was decrypted does not outlive its page by long.
        gcTime: 60_000,
      },
    },
  })
  const toasts = createToasts()
  const storage = createPageStorage()
  const link = createWorkerLink({ config, storage, createWorker })
  const sentEarlier = createSentEarlier({ link, storage, toasts, onDecided: () => readAnew() })
  const acts = createActs({
    link,
    toasts,
    onDone(request, result) {
      if (request.kind === 'publishAccount') session.opened(result as SessionInfo)
      readAnew()
    },
  })
  const session = createSession({
    wagmi,
    link,
    queryClient,
    sessionKey: [...deploymentKey, 'session'],
    onOpen: () => void sentEarlier.follow(),
    onLock(reason) {
      const wasActing = acts.abandon()
      if (reason === 'disconnected') toasts.show('notice', 'Your wallet disconnected, so this tab is locked.')
      if (reason === 'account-changed') {
        toasts.show('notice', 'Your wallet turned to another account, so this tab is locked.')
      }
      if (wasActing) toasts.show('notice', 'What was already sent goes on.')
      void sentEarlier.followSent()
    },
  })

  const idleLock = createIdleLock({
    isBusy: () => goesOn(acts.state.get()),
    onIdle(minutes) {
      if (session.state.get().status !== 'unlocked') return
      session.lock()
      toasts.show('notice', `This tab was not used for ${minutes} minutes, so it locked itself.`)
    },
  })

  /** All but opened records, which cannot change. */
  function readAnew(): void {
    void queryClient.invalidateQueries({
      queryKey: deploymentKey,
      predicate: ({ queryKey }) => queryKey[deploymentKey.length + 2] !== 'record',
    })
  }

  void sentEarlier.followSent()

  return {
    config,
    wagmi,
    queryClient,
    deploymentKey,
    session,
    wallet: createWalletControl({ config, wagmi }),
    acts,
    sentEarlier,
    toasts,
    idleLock,
    call: link.call,
    refreshOnBlock: createBlockRefresh({ config, wagmi, queryClient, deploymentKey, readAnew }),
  }
}

/** A lock ends whatever the worker was reading; what needs no session is asked again of the next one. */
function isRetried(failures: number, error: Error): boolean {
  return failures === 0 && error.name === 'SessionLockedError'
}
