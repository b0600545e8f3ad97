import { expect } from 'vitest'

import { chartsAbi, type ChartId } from '#client'
import { directClient, rpc } from './rpc.ts'
import type { Stack } from './startStack.ts'

/** What an act leaves behind: transactions on the chain, records in the chart, pinned roots in the store. */
export interface Traces {
  readonly transactions: number
  readonly records: number
  readonly pins: readonly string[]
}

export async function readTraces(stack: Stack, account: string, chart?: ChartId): Promise<Traces> {
  const transactions = Number(await rpc<string>(stack, 'eth_getTransactionCount', [account, 'latest']))
  const state =
    chart === undefined
      ? null
      : await directClient(stack).readContract({
          address: stack.config.contracts.charts,
          abi: chartsAbi,
          functionName: 'chartOf',
          args: [chart],
        })
  return { transactions, records: state?.count ?? 0, pins: await listPins(stack) }
}

/** Nothing half done: the act left no transaction, no record and no root in the store. */
export async function expectNoTrace(
  stack: Stack,
  before: Traces,
  account: string,
  chart?: ChartId,
): Promise<void> {
  await expect.poll(() => readTraces(stack, account, chart), { timeout: 10_000 }).toEqual(before)
}

async function listPins(stack: Stack): Promise<string[]> {
  const response = await fetch(`${stack.store.rpcUrl}/api/v0/pin/ls?type=recursive`, { method: 'POST' })
  const { Keys } = (await response.json()) as { Keys?: Record<string, unknown> }
  return Object.keys(Keys ?? {}).toSorted()
}
