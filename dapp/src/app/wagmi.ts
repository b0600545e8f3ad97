import type { ChartkeyConfig } from '#client'
import { type Chain, type Transport, http } from 'viem'
import { type Config, createConfig, createStorage } from 'wagmi'

declare module 'wagmi' {
  interface Register {
    config: ChartkeyWagmiConfig
  }
}

export type ChartkeyWagmiConfig = Config<readonly [Chain], Record<number, Transport>>

/** wagmi for the one chain of `chartkey.json`. Wallets announce themselves (EIP-6963); none is built in. */
export function createWagmiConfig(config: ChartkeyConfig): ChartkeyWagmiConfig {
  const { id, name, rpcUrl, explorerUrl, local } = config.chain
  const chain: Chain = {
    id,
    name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(explorerUrl === undefined
      ? {}
      : { blockExplorers: { default: { name: 'Explorer', url: explorerUrl } } }),
    testnet: local,
  }
  return createConfig({
    chains: [chain],
    connectors: [],
    multiInjectedProviderDiscovery: true,
    storage: createStorage({ storage: localStorage, key: 'chartkey.wallet' }),
    transports: { [id]: http(rpcUrl, { retryCount: 1, timeout: 10_000 }) },
  })
}
