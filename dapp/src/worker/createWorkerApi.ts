import {
  type AccountDraft,
  type Context,
  type KeyValueStorage,
  type Session,
  SessionLockedError,
  type Wallet,
  WalletNeededError,
  acceptChangedKey,
  accountState,
  addRecords,
  createContext,
  credentialsOf,
  fileNote,
  grantAccess,
  listChartsActedFor,
  listChartsOpenTo,
  listOwnCharts,
  loadChart,
  openChart,
  prepareAccount,
  publishAccount,
  readReceived,
  readRecord,
  resumePending,
  revokeAccess,
  rotateChart,
  unlockAccount,
} from '#client'
import type { Address } from 'viem'
import { createSharingApi } from './createSharingApi.ts'
import { endingResult } from './endingResult.ts'
import { createUnlockerApi, encryptionOf, prfOf } from './createUnlockerApi.ts'
import type { ActRequest, ActResult, OnProgress, PageWallet, SessionInfo, WorkerApi } from './types.ts'

/** The worker's surface over the client's flows, with the one session that it holds. */
export function createWorkerApi(): WorkerApi {
  let context: Context | null = null
  let session: Session | null = null
  let draft: { readonly draft: AccountDraft; readonly wallet: Wallet } | null = null
  const running = new Map<number, AbortController>()

  function requireContext(): Context {
    if (context === null) throw new SessionLockedError()
    return context
  }

  function requireSession(): Session {
    if (session === null) throw new SessionLockedError()
    return session
  }

  function open(next: Session): SessionInfo {
    session = next
    draft = null
    return infoOf(next)
  }

  // A wallet may have come or gone meanwhile.
  const adopt = (next: Session) => void (session = { ...next, wallet: session?.wallet ?? null })
  const unlockers = createUnlockerApi({ requireSession, adopt, walletOf })
  const sharing = createSharingApi({ requireSession, adopt })

  async function perform(
    request: ActRequest,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<ActResult> {
    const options = { onProgress, signal }
    switch (request.kind) {
      case 'publishAccount': {
        if (draft === null) throw new SessionLockedError()
        return open(await publishAccount(requireContext(), { ...draft, ...options }))
      }
      case 'openChart': {
        const { title, sections } = request
        return { chart: await openChart(requireSession(), { title, sections, ...options }) }
      }
      case 'addRecords': {
        const { chart, section, files } = request
        return { numbers: await addRecords(requireSession(), { chart, section, files, ...options }) }
      }
      case 'fileNote': {
        const { chart, section, title, text, amends } = request
        const corrected = amends === null ? {} : { amends }
        return {
          number: await fileNote(requireSession(), { chart, section, title, text, ...corrected, ...options }),
        }
      }
      case 'grantAccess': {
        const { chart, grantee, name, read, write, until, purpose, history } = request
        await grantAccess(requireSession(), {
          chart,
          grantee,
          ...(name === null ? {} : { name }),
          read,
          write,
          until,
          purpose,
          history,
          ...options,
        })
        return null
      }
      case 'revokeAccess': {
        const { chart, grantee, seen } = request
        const ended = { chart, grantee, ...(seen === undefined ? {} : { seen }) }
        return endingResult(await revokeAccess(requireSession(), { ...ended, ...options }))
      }
      case 'rotateChart': {
        const { chart, keep } = request
        await rotateChart(requireSession(), { chart, ...(keep === undefined ? {} : { keep }), ...options })
        return null
      }
      case 'acceptChangedKey': {
        const { chart, grantee, profile } = request
        await acceptChangedKey(requireSession(), { chart, grantee, profile, ...options })
        return null
      }
      case 'shareRecord':
      case 'endShare':
      case 'endGiven':
      case 'nameDelegate':
      case 'removeDelegate':
      case 'offerChart':
      case 'endOffer':
      case 'acceptChart':
      case 'endAllAccess':
      case 'reencryptHistory':
        return await sharing.perform(request, options)
      case 'addUnlocker':
      case 'renameUnlocker':
      case 'removeUnlocker':
      case 'replaceRecoveryCode':
      case 'rotateAccountKey':
      case 'renewCharts':
        return await unlockers.perform(request, options)
    }
  }

  return {
    start(config, storage) {
      context = createContext(config, { storage: storageOf(storage) })
    },
    accountState: (account) => accountState(requireContext(), account),
    credentialsOf: (account) => credentialsOf(requireContext(), account),
    async prepareAccount(pageWallet, { account, kind, name }) {
      const wallet = walletOf(account, pageWallet)
      draft = null
      const made = await prepareAccount(requireContext(), {
        wallet,
        kind,
        ...(name === null ? {} : { name }),
      })
      draft = { draft: made, wallet }
      return { account, kind, name, recoveryCode: made.recoveryCode }
    },
    unlockWithWallet: async (pageWallet, { account }) =>
      open(await unlockAccount(requireContext(), { wallet: walletOf(account, pageWallet) })),
    unlockWithRecoveryCode: async ({ account, recoveryCode }) =>
      open(await unlockAccount(requireContext(), { account, recoveryCode })),
    unlockWithPasskey: async (prf, { account }) =>
      open(await unlockAccount(requireContext(), { account, passkey: prfOf(prf) })),
    unlockWithMetaMask: async (pageWallet, { account }) =>
      open(
        await unlockAccount(requireContext(), {
          account,
          metamask: encryptionOf(pageWallet),
          wallet: walletOf(account, pageWallet),
        }),
      ),
    ...unlockers.parts,
    ...sharing.parts,
    setWallet(pageWallet) {
      const before = requireSession()
      const wallet = pageWallet === null ? null : walletOf(before.account, pageWallet)
      return open({ ...before, wallet })
    },
    listSent: async () => (await requireContext().journal?.list()) ?? [],
    async resumePending() {
      const outcomes = await resumePending(requireContext())
      return outcomes.map(({ entry, error }) => ({
        act: entry.act,
        problem: error?.shortMessage ?? null,
        isUnanswered: error?.name === 'ChainUnreachableError',
      }))
    },
    listOwnCharts: () => listOwnCharts(requireSession()),
    listReceivedCharts: () => readReceived(requireSession()),
    listChartsOpenTo: () => listChartsOpenTo(requireSession()),
    listChartsActedFor: () => listChartsActedFor(requireSession()),
    loadChart: (chart) => loadChart(requireSession(), { chart }),
    readRecord: (parameters) => readRecord(requireSession(), parameters),
    async act(id, request, onProgress) {
      if (request.kind !== 'publishAccount' && requireSession().wallet === null) throw new WalletNeededError()
      const controller = new AbortController()
      running.set(id, controller)
      try {
        return await perform(request, onProgress, controller.signal)
      } finally {
        running.delete(id)
      }
    },
    cancel(id) {
      running.get(id)?.abort()
    },
  }
}

/** comlink's proxies answer every property; the client gets an object with just what a wallet has. */
function walletOf(account: Address, wallet: PageWallet): Wallet {
  return {
    account,
    chainId: () => wallet.chainId(),
    signTypedData: (typedData) => wallet.signTypedData(typedData),
    sendTransaction: (transaction) => wallet.sendTransaction(transaction),
  }
}

function storageOf(storage: KeyValueStorage): KeyValueStorage {
  return {
    get: (key) => storage.get(key),
    set: (key, value) => storage.set(key, value),
    remove: (key) => storage.remove(key),
    keys: () => storage.keys(),
  }
}

function infoOf({ account, kind, name, wallet }: Session): SessionInfo {
  return { account, kind, name, canAct: wallet !== null }
}
