import { createPublicClient, defineChain, http } from 'viem'
import type { Chain as ViemChain } from 'viem'
import type { ChartkeyConfig } from '../config.ts'
import type { Chain, KeyValueStorage } from './types.ts'

const LOCAL_POLLING_MS = 200
const POLLING_MS = 4_000

/** Access to the chain that the configuration names. Opens no connection by itself. */
export function createChain(config: ChartkeyConfig, options: { cache?: KeyValueStorage } = {}): Chain {
  return {
    config,
    cache: options.cache ?? null,
    publicClient: createPublicClient({
      chain: viemChain(config),
      transport: http(config.chain.rpcUrl, {
        retryCount: config.chain.local ? 1 : 3,
        timeout: 20_000,
      }),
      pollingInterval: config.chain.local ? LOCAL_POLLING_MS : POLLING_MS,
      cacheTime: 0,
    }),
  }
}

/** The configuration's chain in viem's terms. */
export function viemChain(config: ChartkeyConfig): ViemChain {
  return defineChain({
    id: config.chain.id,
    name: config.chain.name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [config.chain.rpcUrl] } },
  })
}
