import type { Address, Hex } from 'viem'
import { readDelegate } from './readDelegate.ts'
import { readHints } from './readLogSet.ts'
import type { Chain, ChartId, DelegateState } from './types.ts'

/**
 * A chart's delegations of the present tenure, live and expired: events and the caller say whom to ask about, state
 * says what holds.
 *
 * @param also accounts to ask about whether events name them or not
 */
export async function readDelegates(
  chain: Chain,
  { chart, blockNumber, also = [] }: { chart: ChartId; blockNumber?: bigint; also?: readonly Address[] },
): Promise<DelegateState[]> {
  const named = await readHints(chain, { event: 'DelegateNamed', args: { chart }, fields: ['delegate'] })
  const accounts = [...named.map(([delegate]) => delegate as Hex), ...also]
  const distinct = new Map(accounts.map((account) => [account.toLowerCase(), account]))
  const delegates = await Promise.all(
    [...distinct.values()].map((delegate) =>
      readDelegate(chain, { chart, delegate, ...(blockNumber === undefined ? {} : { blockNumber }) }),
    ),
  )
  return delegates.filter((delegate) => delegate !== null)
}
