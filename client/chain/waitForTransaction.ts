import {
  BlockNotFoundError,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
  isAddressEqual,
} from 'viem'
import type { Address, Hash, Transaction, TransactionReceipt } from 'viem'
import {
  ChainUnreachableError,
  TransactionDroppedError,
  TransactionPendingError,
  TransactionRevertedError,
} from '../errors/chain.ts'
import { chainError } from './normalizeError.ts'
import type { Chain } from './types.ts'

const REPLACEMENT_BLOCKS = 256n

export type WaitForTransactionParameters = {
  readonly hash: Hash
  readonly account: Address
  readonly signal?: AbortSignal
  /** Called once with the hash under which it was mined, before its confirmations. */
  readonly onMined?: (hash: Hash) => void
  /** Milliseconds without the network knowing the transaction after which it counts as dropped. */
  readonly dropAfter?: number
  /** Milliseconds without any answer after which the chain counts as down. */
  readonly patience?: number
  /** Milliseconds after which to stop waiting for a transaction that the network still holds; never by default. */
  readonly giveUpAfter?: number
}

/**
 * Waits until a transaction is mined and has the configured confirmations, also through a faster copy of it that its
 * sender sent in its place.
 *
 * @throws TransactionDroppedError when the network forgot it or another one took its nonce
 * @throws TransactionRevertedError when it was mined and failed
 * @throws TransactionPendingError when aborted, or `giveUpAfter` has passed
 * @throws ChainUnreachableError naming the hash
 */
export async function waitForTransaction(
  chain: Chain,
  { hash, account, signal, onMined, giveUpAfter = Infinity, ...limits }: WaitForTransactionParameters,
): Promise<TransactionReceipt> {
  const { publicClient, config } = chain
  const dropAfter = limits.dropAfter ?? (config.chain.local ? 5_000 : 120_000)
  const patience = limits.patience ?? (config.chain.local ? 10_000 : 120_000)
  const startedAt = Date.now()
  let current = hash
  let sent: Transaction | null = null
  let seenAt = startedAt
  let answeredAt = startedAt
  let minedAt: bigint | null = null
  let isSearched = false

  for (;;) {
    if (signal?.aborted || Date.now() - startedAt > giveUpAfter)
      throw new TransactionPendingError({ hash: current })
    try {
      const receipt = await orNull(publicClient.getTransactionReceipt({ hash: current }))
      if (receipt !== null) {
        seenAt = Date.now()
        if (minedAt !== receipt.blockNumber) {
          minedAt = receipt.blockNumber
          onMined?.(current)
        }
        const newest =
          config.chain.confirmations === 0
            ? receipt.blockNumber
            : await publicClient.getBlockNumber({ cacheTime: 0 })
        if (newest >= receipt.blockNumber + BigInt(config.chain.confirmations)) {
          if (receipt.status === 'success') return receipt
          throw await whyReverted(chain, receipt)
        }
      } else {
        minedAt = null
        const found: Transaction | null = await orNull(publicClient.getTransaction({ hash: current }))
        if (found !== null) {
          sent = found
          seenAt = Date.now()
        } else if (sent !== null && !isSearched) {
          const replacement = await findReplacement(chain, sent)
          if (replacement === 'other') throw new TransactionDroppedError({ hash: current, isReplaced: true })
          if (replacement !== null) {
            current = replacement
            seenAt = Date.now()
          }
        }
        if (Date.now() - seenAt > dropAfter)
          throw new TransactionDroppedError({ hash: current, isReplaced: false })
      }
      answeredAt = Date.now()
    } catch (error) {
      const known = chainError(error)
      if (!(known instanceof ChainUnreachableError)) throw known
      if (Date.now() - answeredAt > patience) {
        throw new ChainUnreachableError({ cause: known, details: 'no answer', hash: current })
      }
      seenAt = Date.now()
    }
    await sleep(publicClient.pollingInterval, signal)
  }

  /**
   * The hash of the same call under the same nonce; 'other' for another call that has its confirmations; null while the
   * nonce is unused, and where what took it is not found: it may have been the same call.
   */
  async function findReplacement(chain: Chain, lost: Transaction): Promise<Hash | 'other' | null> {
    const used = await chain.publicClient.getTransactionCount({ address: account, blockTag: 'latest' })
    if (used <= lost.nonce) return null
    const newest = await chain.publicClient.getBlockNumber({ cacheTime: 0 })
    const oldest = newest > REPLACEMENT_BLOCKS ? newest - REPLACEMENT_BLOCKS : 0n
    for (let number = newest; number >= oldest && number >= 0n; number -= 1n) {
      const block = await orNull(
        chain.publicClient.getBlock({ blockNumber: number, includeTransactions: true }),
      )
      const taker = block?.transactions.find(
        (transaction) => transaction.nonce === lost.nonce && isAddressEqual(transaction.from, account),
      )
      if (taker !== undefined) {
        const isSame = taker.input === lost.input && taker.to?.toLowerCase() === lost.to?.toLowerCase()
        if (isSame) return taker.hash
        return newest >= number + BigInt(config.chain.confirmations) ? 'other' : null
      }
    }
    isSearched = true
    return null
  }
}

async function whyReverted(chain: Chain, receipt: TransactionReceipt): Promise<TransactionRevertedError> {
  const hash = receipt.transactionHash
  try {
    const { to, input, from } = await chain.publicClient.getTransaction({ hash })
    await chain.publicClient.call({ account: from, to, data: input, blockNumber: receipt.blockNumber })
  } catch (error) {
    const known = chainError(error)
    if (known instanceof TransactionRevertedError) {
      return new TransactionRevertedError({
        errorName: known.errorName,
        args: known.args,
        hash,
        cause: error,
      })
    }
  }
  return new TransactionRevertedError({ errorName: null, hash })
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (
      error instanceof TransactionReceiptNotFoundError ||
      error instanceof TransactionNotFoundError ||
      error instanceof BlockNotFoundError
    ) {
      return null
    }
    throw error
  }
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
  })
}
