import type { AbiEvent, Hex } from 'viem'
import { chainError } from './normalizeError.ts'
import { ChainUnreachableError } from '../errors/chain.ts'
import { chartsAbi } from './abi/charts.ts'
import { read } from './read.ts'
import type { Chain } from './types.ts'

/** Most nodes answer this many blocks at once; the range is halved for those that do not. */
const RANGE = 5_000n
const REORGANISATION = 64n

export type ReadLogSetParameters = {
  readonly event: 'Granted' | 'ChartOpened'
  readonly args: Record<string, Hex>
  readonly topic: string
}

/**
 * The distinct values of one indexed argument among a contract's events, oldest first, asked for in bounded block
 * ranges. Events are a convenience: a value tells where to look, and the state is asked what holds now.
 *
 * What was seen is kept in the chain's cache under chain id, contract and the deploy block's hash, and asked for anew
 * over the last 64 blocks only.
 */
export async function readLogSet(chain: Chain, { event, args, topic }: ReadLogSetParameters): Promise<Hex[]> {
  const { contracts } = chain.config
  const newest = await read(() => chain.publicClient.getBlockNumber({ cacheTime: 0 }))
  const key = cacheKey(chain, event, args, topic)
  const remembered = await recall(chain, key)
  const values = new Set<Hex>(remembered?.values)
  const start = BigInt(contracts.deployBlock)
  let from = start
  if (remembered !== null && remembered.to <= newest && remembered.to - REORGANISATION > start) {
    from = remembered.to - REORGANISATION
  }
  let range = RANGE
  while (from <= newest) {
    const to = from + range - 1n > newest ? newest : from + range - 1n
    try {
      const logs = await chain.publicClient.getLogs({
        address: contracts.charts,
        event: eventOf(event),
        args,
        fromBlock: from,
        toBlock: to,
        strict: true,
      })
      for (const log of logs) values.add((log.args as Record<string, Hex>)[topic]!)
      from = to + 1n
    } catch (error) {
      const known = chainError(error)
      if (known instanceof ChainUnreachableError || range === 1n) throw known
      range = range / 2n
    }
  }
  await chain.cache?.set(key, JSON.stringify({ to: newest.toString(), values: [...values] }))
  return [...values]
}

function eventOf(name: string): AbiEvent {
  return chartsAbi.find((item) => item.type === 'event' && item.name === name) as AbiEvent
}

function cacheKey(chain: Chain, event: string, args: Record<string, string>, topic: string): string {
  const { chain: network, contracts } = chain.config
  const asked = Object.entries(args).flat().join('=').toLowerCase()
  return `chartkey/logs/${network.id}/${contracts.charts}/${contracts.deployBlockHash}/${event}/${asked}/${topic}`
}

async function recall(chain: Chain, key: string): Promise<{ to: bigint; values: Hex[] } | null> {
  const text = (await chain.cache?.get(key)) ?? null
  if (text === null) return null
  try {
    const { to, values } = JSON.parse(text) as { to: string; values: Hex[] }
    return { to: BigInt(to), values }
  } catch {
    return null
  }
}
