import type { Hash, TransactionReceipt } from 'viem'
import { InsufficientFundsError, WrongNetworkError } from '../errors/chain.ts'
import type { Call } from './calls.ts'
import { chainError, walletError } from './normalizeError.ts'
import { read } from './read.ts'
import type { Chain, Wallet } from './types.ts'
import { waitForTransaction } from './waitForTransaction.ts'

export type SubmitParameters = {
  readonly call: Call
  readonly onProgress?: (progress: { step: 'asking-wallet' | 'mining' | 'confirming'; hash?: Hash }) => void
  /** Called with the hash as soon as the wallet gives it, and awaited: a place to write it down. That it fails changes nothing. */
  readonly onSent?: (hash: Hash) => Promise<void>
  readonly signal?: AbortSignal
}

/**
 * Tries a call on the chain's newest state, lets the wallet send it, and waits until it is mined and confirmed.
 *
 * @throws WrongNetworkError, TransactionRevertedError (with `hash` null) and InsufficientFundsError before the wallet
 * is asked
 * @throws UserRejectedError when the wallet's user declines; nothing was sent
 * @throws what `waitForTransaction` throws once it was sent
 */
export async function submit(
  chain: Chain,
  wallet: Wallet,
  { call, onProgress, onSent, signal }: SubmitParameters,
): Promise<TransactionReceipt> {
  await requireNetwork(chain, wallet)
  const gas = await estimate(chain, wallet, call)
  signal?.throwIfAborted()
  onProgress?.({ step: 'asking-wallet' })
  let hash: Hash
  try {
    hash = await wallet.sendTransaction({ ...call, gas })
  } catch (error) {
    throw walletError(error)
  }
  await onSent?.(hash).catch(() => {})
  onProgress?.({ step: 'mining', hash })
  return await waitForTransaction(chain, {
    hash,
    account: wallet.account,
    ...(signal === undefined ? {} : { signal }),
    onMined: (mined) => onProgress?.({ step: 'confirming', hash: mined }),
  })
}

/** @throws WrongNetworkError when the wallet is on another chain than the configuration's */
export async function requireNetwork(chain: Chain, wallet: Wallet): Promise<void> {
  let given: number
  try {
    given = await wallet.chainId()
  } catch (error) {
    throw walletError(error)
  }
  const { id: wanted, name } = chain.config.chain
  if (given !== wanted) throw new WrongNetworkError({ given, wanted, name })
}

async function estimate(chain: Chain, wallet: Wallet, call: Call): Promise<bigint> {
  const { publicClient } = chain
  let needed: bigint
  try {
    needed = await publicClient.estimateGas({ account: wallet.account, ...call })
  } catch (error) {
    throw chainError(error)
  }
  const gas = needed + needed / 5n
  const [price, balance] = await Promise.all([
    read(() => publicClient.getGasPrice()),
    read(() => publicClient.getBalance({ address: wallet.account })),
  ])
  if (balance < needed * price) throw new InsufficientFundsError({ details: 'balance below gas times price' })
  return gas
}
