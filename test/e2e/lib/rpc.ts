import { createPublicClient, http, type PublicClient } from 'viem'

import { viemChain, type ChartkeyConfig } from '#client'
import type { Stack } from './startStack.ts'

/** Asks the chain itself, past the gate. */
export async function rpc<T>(stack: Stack, method: string, params: readonly unknown[] = []): Promise<T> {
  const response = await fetch(stack.chain.rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = (await response.json()) as { result: T; error?: { message: string } }
  if (error !== undefined) throw new Error(error.message)
  return result
}

export async function blockNumber(stack: Stack): Promise<number> {
  return Number(await rpc<string>(stack, 'eth_blockNumber'))
}

/** The deployment as someone sees it who goes past the gates, straight to the chain and the store. */
export function directConfig(stack: Stack): ChartkeyConfig {
  const { config, chain, store } = stack
  return {
    ...config,
    chain: { ...config.chain, rpcUrl: chain.rpcUrl },
    stores: [{ name: store.name, rpcUrl: store.rpcUrl, gatewayUrl: store.gatewayUrl }],
  }
}

export function directClient(stack: Stack): PublicClient {
  const config = directConfig(stack)
  return createPublicClient({ chain: viemChain(config), transport: http(config.chain.rpcUrl) })
}
