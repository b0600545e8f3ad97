import type { AbiEvent, Address, Hex } from 'viem'
import { chainError } from './normalizeError.ts'
import { ChainRequestFailedError, ChainUnreachableError } from '../errors/chain.ts'
import { chartsAbi } from './abi/charts.ts'
import { credentialsAbi } from './abi/credentials.ts'
import { read } from './read.ts'
import type { Chain } from './types.ts'

/** Most nodes answer this many blocks at once; the range is halved for those that do not. */
const RANGE = 5_000n
const REORGANISATION = 64n
/** Questions asked at one go: ten million blocks. What was found is kept, and the next call carries on from there. */
const MAX_QUESTIONS = 2_000

export type ReadLogSetParameters = {
  readonly event:
    | 'Attested'
    | 'DelegateNamed'
    | 'Granted'
    | 'KeyringChanged'
    | 'RecordRelocated'
    | 'Revoked'
    | 'Shared'
    | 'TransferOffered'
  readonly args: Record<string, Hex>
  /** The arguments that are wanted; `transactionHash` too may stand among them. */
  readonly fields: readonly string[]
}

/**
 * As `readLogSet`, and nothing where the node gives no logs: no hindrance to a caller who knows otherwise where to look.
 */
export async function readHints(chain: Chain, parameters: ReadLogSetParameters): Promise<string[][]> {
  try {
    return await readLogSet(chain, parameters)
  } catch (error) {
    if (error instanceof ChainRequestFailedError) return []
    throw error
  }
}

/**
 * The distinct values of some arguments among a contract's events, oldest first, asked for in bounded block
 * ranges. Events are a convenience: a value tells where to look, and the state is asked what holds now.
 *
 * What was seen is kept in the chain's cache under chain id, contract and the deploy block's hash, and asked for anew
 * over the last 64 blocks only.
 *
 * @throws ChainUnreachableError, and ChainRequestFailedError when the node does not answer, or names more blocks than
 * can be asked for in 2,000 questions
 */
export async function readLogSet(
  chain: Chain,
  { event, args, fields }: ReadLogSetParameters,
): Promise<string[][]> {
  const { contracts } = chain.config
  const newest = await read(() => chain.publicClient.getBlockNumber({ cacheTime: 0 }))
  const key = cacheKey(chain, event, args, fields)
  const remembered = await recall(chain, key)
  const values = new Set(remembered?.values)
  const start = BigInt(contracts.deployBlock)
  let from = start
  if (remembered !== null && remembered.to <= newest && remembered.to - REORGANISATION > start) {
    from = remembered.to - REORGANISATION
  }
  let range = RANGE
  const keep = (to: bigint) =>
    chain.cache?.set(key, JSON.stringify({ to: to.toString(), values: [...values] }))
  for (let asked = 0; from <= newest; asked++) {
    if (asked === MAX_QUESTIONS) {
      await keep(from - 1n)
      throw new ChainRequestFailedError()
    }
    const to = from + range - 1n > newest ? newest : from + range - 1n
    try {
      const logs = await chain.publicClient.getLogs({
        address: contractOf(chain, event),
        event: eventOf(event),
        args,
        fromBlock: from,
        toBlock: to,
        strict: true,
      })
      for (const log of logs) {
        const found = log.args as Record<string, unknown>
        const valueOf = (field: string) =>
          field === 'transactionHash' ? log.transactionHash : String(found[field])
        values.add(fields.map(valueOf).join(' '))
      }
      from = to + 1n
    } catch (error) {
      const known = chainError(error)
      if (known instanceof ChainUnreachableError || range === 1n) throw known
      range = range / 2n
    }
  }
  await keep(newest)
  return [...values].map((value) => value.split(' '))
}

function eventOf(name: string): AbiEvent {
  const all = [...chartsAbi, ...credentialsAbi]
  return all.find((item) => item.type === 'event' && item.name === name) as AbiEvent
}

function contractOf({ config }: Chain, event: string): Address {
  return event === 'Attested' ? config.contracts.credentials : config.contracts.charts
}

function cacheKey(
  chain: Chain,
  event: string,
  args: Record<string, string>,
  fields: readonly string[],
): string {
  const { chain: network, contracts } = chain.config
  const asked = Object.entries(args).flat().join('=').toLowerCase()
  return `chartkey/logs/${network.id}/${contractOf(chain, event)}/${contracts.deployBlockHash}/${event}/${asked}/${fields.join(',')}`
}

async function recall(chain: Chain, key: string): Promise<{ to: bigint; values: string[] } | null> {
  const text = (await chain.cache?.get(key)) ?? null
  if (text === null) return null
  try {
    const { to, values } = JSON.parse(text) as { to: string; values: string[] }
    return { to: BigInt(to), values }
  } catch {
    return null
  }
}
