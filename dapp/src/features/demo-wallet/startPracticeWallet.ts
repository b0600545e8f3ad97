import type { ChartkeyConfig } from '#client'
import { getAddress, isAddress } from 'viem'
import { PRACTICE_WALLET_RDNS } from '../../worker/practiceWalletRdns.ts'
import { type ReadableStore, createStore } from '../../worker/store.ts'
import { announceProvider } from './announceProvider.ts'
import { type DemoWalletAnswer, type DemoWalletRequest, createDemoWallet } from './createDemoWallet.ts'
import { PRACTICE_ACCOUNTS } from './practiceAccounts.ts'

export type PracticeRequest = {
  readonly id: number
  readonly request: DemoWalletRequest
  answer(answer: DemoWalletAnswer): void
}

export type PracticeWallet = {
  /** What is asked and not answered, oldest first. */
  readonly requests: ReadableStore<readonly PracticeRequest[]>
}

const ACCOUNT_KEY = 'chartkey.practice.account'

const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#efdca9"/>' +
      '<path d="M0 12 12 0h8L0 20zM0 28 28 0h4v4L4 32H0zM12 32 32 12v8L20 32z" fill="#cfb673"/></svg>',
  )

/** Starts the wallet of the practice chain and announces it to this page; its sheet answers by `requests`. */
export function startPracticeWallet(config: ChartkeyConfig): PracticeWallet {
  const requests = createStore<readonly PracticeRequest[]>([])
  let next = 1

  function approve(request: DemoWalletRequest): Promise<DemoWalletAnswer> {
    const id = next++
    return new Promise((resolve) => {
      const answer = (given: DemoWalletAnswer) => {
        requests.set(requests.get().filter((pending) => pending.id !== id))
        resolve(given)
      }
      requests.set([...requests.get(), { id, request, answer }])
    })
  }

  const remembered = localStorage.getItem(ACCOUNT_KEY)
  const wallet = createDemoWallet({
    accounts: PRACTICE_ACCOUNTS,
    chainId: config.chain.id,
    chainName: config.chain.name,
    rpcUrl: config.chain.rpcUrl,
    initialAccount: remembered !== null && isAddress(remembered) ? getAddress(remembered) : null,
    onAccountChange(account) {
      if (account === null) localStorage.removeItem(ACCOUNT_KEY)
      else localStorage.setItem(ACCOUNT_KEY, account)
    },
    approve,
  })
  announceProvider(
    { uuid: crypto.randomUUID(), name: 'Practice wallet', icon: ICON, rdns: PRACTICE_WALLET_RDNS },
    wallet.provider,
  )
  return { requests }
}
