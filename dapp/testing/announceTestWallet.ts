import type { ChartkeyConfig } from '#client'
import { announceProvider } from '../src/features/demo-wallet/announceProvider.ts'
import {
  type DemoWallet,
  type DemoWalletAccount,
  type DemoWalletAnswer,
  type DemoWalletRequest,
  createDemoWallet,
} from '../src/features/demo-wallet/createDemoWallet.ts'

export const TEST_WALLET_RDNS = 'local.chartkey.test'

export type AnnouncedWallet = DemoWallet & {
  /** Answers given in turn; yes when there are no more. */
  readonly answers: DemoWalletAnswer[]
  readonly asked: DemoWalletRequest[]
  /** Ends the announcements. */
  withdraw(): void
}

/** A wallet in the page that answers from a list. */
export function announceTestWallet(
  config: ChartkeyConfig,
  accounts: readonly DemoWalletAccount[],
): AnnouncedWallet {
  const answers: DemoWalletAnswer[] = []
  const asked: DemoWalletRequest[] = []
  const wallet = createDemoWallet({
    accounts,
    chainId: config.chain.id,
    rpcUrl: config.chain.rpcUrl,
    async approve(request) {
      asked.push(request)
      return answers.shift() ?? true
    },
  })
  const info = {
    uuid: crypto.randomUUID(),
    name: 'Test wallet',
    icon: 'data:image/svg+xml,',
    rdns: TEST_WALLET_RDNS,
  }
  return { ...wallet, answers, asked, withdraw: announceProvider(info, wallet.provider) }
}
