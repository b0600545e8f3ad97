import type { QueryClient } from '@tanstack/react-query'
import type { ChartContents, ChartkeyConfig } from '#client'
import { type Hex, type RpcLog, numberToHex } from 'viem'
import type { ResolvedRegister } from 'wagmi'
import { getClient } from 'wagmi/actions'

export type BlockRefreshParameters = {
  readonly config: ChartkeyConfig
  readonly wagmi: ResolvedRegister['config']
  readonly queryClient: QueryClient
  readonly deploymentKey: readonly unknown[]
  /** Has everything read anew. */
  readonly readAnew: () => void
}

/**
 * Reads the newest block number and, where it is another than before, asks for the logs of Chartkey's contracts since: only
 * what they name is read anew. A node that gives no logs, or a chain that went back, has everything read anew.
 */
export function createBlockRefresh({
  config,
  wagmi,
  queryClient,
  deploymentKey,
  readAnew,
}: BlockRefreshParameters) {
  const charts = config.contracts.charts.toLowerCase()
  // Until they are confirmed, blocks may be replaced, and nodes behind one address may not be level.
  const overlap = BigInt(config.chain.confirmations)
  let last: bigint | null = null

  async function invalidateSince(from: bigint, to: bigint): Promise<void> {
    const client = getClient(wagmi, { chainId: config.chain.id })
    const logs = (await client!.request({
      method: 'eth_getLogs',
      params: [
        {
          address: [config.contracts.registrar, config.contracts.charts],
          fromBlock: numberToHex(from),
          toBlock: numberToHex(to),
        },
      ],
    })) as readonly RpcLog[]
    if (logs.length === 0) return
    const touched = new Set(
      logs.filter((log) => log.address.toLowerCase() === charts).map((log) => log.topics[1]),
    )
    const renewed = logs
      .filter((log) => log.address.toLowerCase() !== charts)
      .map((log) => log.topics[1]?.slice(-40).toLowerCase() ?? '')
    if (renewed.length > 0) {
      void queryClient.invalidateQueries({ queryKey: [...deploymentKey, 'account'] })
      // A person of the chart may have another key now.
      void queryClient.invalidateQueries({
        queryKey: [...deploymentKey, 'session'],
        predicate: ({ queryKey, state }) =>
          queryKey[deploymentKey.length + 2] === 'chart' &&
          peopleOf(state.data as ChartContents | undefined).some((account) => renewed.includes(account)),
      })
    }
    if (touched.size === 0) return
    void queryClient.invalidateQueries({
      queryKey: [...deploymentKey, 'session'],
      predicate({ queryKey }) {
        const [what, chart] = queryKey.slice(deploymentKey.length + 2)
        if (what === 'record') return false
        // What is of one chart has its id next; anything else may name any of them.
        return typeof chart !== 'string' || touched.has(chart as Hex)
      },
    })
  }

  return async function refreshOnBlock(): Promise<bigint> {
    const client = getClient(wagmi, { chainId: config.chain.id })
    const now = BigInt(await client!.request({ method: 'eth_blockNumber' }))
    const before = last
    last = now
    if (before === null || now === before) return now
    if (now < before) readAnew()
    else await invalidateSince(before + 1n - overlap, now).catch(readAnew)
    return now
  }
}

/** The accounts that a chart names, without their 0x and in small letters. */
function peopleOf(chart: ChartContents | undefined): readonly string[] {
  if (chart === undefined) return []
  const all = [
    ...chart.grants.map(({ grantee }) => grantee),
    ...chart.delegates.map(({ delegate }) => delegate),
    ...chart.shares.map(({ reader }) => reader),
    ...(chart.offer === null ? [] : [chart.offer.successor]),
  ]
  return all.map((account) => account.slice(2).toLowerCase())
}
