import { type Address, type Hash, keccak256, numberToHex, toHex } from 'viem'
import { setSignEntropy } from 'viem/accounts'
import { announceProvider } from '../../../dapp/src/features/demo-wallet/announceProvider.ts'
import {
  type DemoWalletAccount,
  type DemoWalletProvider,
  createDemoWallet,
} from '../../../dapp/src/features/demo-wallet/createDemoWallet.ts'

/** What the wallet is born with, in each page of a browser profile. */
export type TestWalletParameters = {
  /** Offered to the page; the first is the one that a plain yes connects. */
  readonly accounts: readonly DemoWalletAccount[]
  readonly chainId: number
  readonly chainName: string
  readonly rpcUrl: string
}

/** One request that the wallet's user was asked, in plain values. */
export type TestWalletAsked = {
  readonly kind: string
  readonly answer: 'approved' | 'rejected' | 'waiting'
  readonly [key: string]: unknown
}

/** `window.testWallet`: the user of the wallet, played by a test. */
export type TestWalletControl = {
  /** Answers everything with yes: how a page begins. */
  automatically(): void
  /** Lets requests wait until `approve` or `reject`. */
  hold(): void
  /** The oldest waiting request, or else the next one, is approved. With an address, that account connects. */
  approve(account?: Address): void
  reject(): void
  /** From now on two signatures of the same words differ. */
  varySignatures(): void
  /** The next transaction is signed and never sent: the chain will not know its hash. */
  dropNextTransaction(): void
  /** The next transaction runs out of gas in the contract. */
  starveNextTransaction(): void
  selectChain(chainId: number): void
  selectAccount(account: Address | null): void
  /** Everything asked since the page was loaded. */
  asked(): readonly TestWalletAsked[]
}

declare global {
  interface Window {
    testWallet?: TestWalletControl
  }
}

const ACCOUNT_KEY = 'test-wallet.account'

/** Starts the wallet in this page and announces it by EIP-6963 as any other. */
export function startTestWallet({ accounts, chainId, chainName, rpcUrl }: TestWalletParameters): void {
  if (!/^https?:$/.test(location.protocol) || window.top !== window) return
  const asked: (TestWalletAsked & { answer: TestWalletAsked['answer'] })[] = []
  const prepared: (boolean | Address)[] = []
  const waiting: ((answer: boolean | Address) => void)[] = []
  let isAutomatic = true
  let isDropping = false
  let isStarving = false

  function answerOldest(answer: boolean | Address): void {
    const oldest = waiting.shift()
    if (oldest === undefined) prepared.push(answer)
    else oldest(answer)
  }

  const wallet = createDemoWallet({
    accounts,
    chainId,
    chainName,
    rpcUrl,
    initialAccount: localStorage.getItem(ACCOUNT_KEY) as Address | null,
    onAccountChange(account) {
      if (account === null) localStorage.removeItem(ACCOUNT_KEY)
      else localStorage.setItem(ACCOUNT_KEY, account)
    },
    async approve(request) {
      const entry: Record<string, unknown> = { ...toPlain(request), answer: 'waiting' }
      asked.push(entry as TestWalletAsked)
      const answer =
        prepared.shift() ??
        (isAutomatic ? true : await new Promise<boolean | Address>((resolve) => waiting.push(resolve)))
      entry.answer = answer === false ? 'rejected' : 'approved'
      return answer
    },
  })

  const provider: DemoWalletProvider = {
    on: (event, listener) => wallet.provider.on(event, listener),
    removeListener: (event, listener) => wallet.provider.removeListener(event, listener),
    async request({ method, params }) {
      if (method !== 'eth_sendTransaction') return await wallet.provider.request({ method, params })
      if (isDropping) {
        isDropping = false
        return keccak256(toHex(crypto.randomUUID())) satisfies Hash
      }
      if (isStarving) {
        isStarving = false
        const [transaction] = params as [Record<string, unknown>]
        const { gas: _, ...call } = transaction
        const estimate = BigInt(
          (await wallet.provider.request({ method: 'eth_estimateGas', params: [call] })) as string,
        )
        return await wallet.provider.request({
          method,
          params: [{ ...call, gas: numberToHex((estimate * 9n) / 10n) }],
        })
      }
      return await wallet.provider.request({ method, params })
    },
  }

  window.testWallet = {
    automatically() {
      isAutomatic = true
      while (waiting.length > 0) answerOldest(true)
    },
    hold() {
      isAutomatic = false
    },
    approve: (account) => answerOldest(account ?? true),
    reject: () => answerOldest(false),
    varySignatures: () => setSignEntropy(true),
    dropNextTransaction() {
      isDropping = true
    },
    starveNextTransaction() {
      isStarving = true
    },
    selectChain: (next) => wallet.selectChain(next),
    selectAccount: (account) => wallet.selectAccount(account),
    asked: () => asked,
  }
  announceProvider(
    {
      uuid: crypto.randomUUID(),
      name: 'Test wallet',
      icon: 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E',
      rdns: 'local.chartkey.test',
    },
    provider,
  )
}

function toPlain(value: object): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part)),
  ) as Record<string, unknown>
}
