import { decodeFunctionData, getAddress, isAddressEqual } from 'viem'
import type { Address, Hex } from 'viem'
import { chartsAbi } from './abi/charts.ts'
import { read } from './read.ts'
import type { Chain } from './types.ts'

/**
 * The account by whose right a transaction acted on the chart contract: who signed the call that it carries, or else
 * who sent it.
 *
 * @returns null when the call went through another contract, so that this cannot be told, or the transaction is gone.
 */
export async function readCaller(chain: Chain, { hash }: { hash: Hex }): Promise<Address | null> {
  const { publicClient, config } = chain
  const transaction = await read(() => publicClient.getTransaction({ hash })).catch(() => null)
  if (transaction === null || transaction.to === null) return null
  if (!isAddressEqual(transaction.to, config.contracts.charts)) return null
  try {
    const { args } = decodeFunctionData({ abi: chartsAbi, data: transaction.input })
    const signed: unknown = args.at(-1)
    const isSigned = typeof signed === 'object' && signed !== null && 'signer' in signed
    return isSigned ? (signed.signer as Address) : getAddress(transaction.from)
  } catch {
    return null
  }
}
