import type { Hash, TransactionReceipt } from 'viem'
import type { Call } from '../chain/calls.ts'
import { submit } from '../chain/submit.ts'
import type { ChartId, Pointer, Wallet } from '../chain/types.ts'
import {
  InsufficientFundsError,
  TransactionDroppedError,
  TransactionRevertedError,
  UserRejectedError,
} from '../errors/chain.ts'
import { discard } from './leftovers.ts'
import { forgetStored } from './settleStored.ts'
import type { Act, Context, FlowOptions } from './types.ts'

export type SubmitActParameters = FlowOptions & {
  readonly wallet: Wallet
  readonly act: Act
  readonly chart?: ChartId
  readonly call: Call
  /** Roots that were stored for it alone: given up when it failed and can never take effect. */
  readonly stored?: readonly Pointer[]
}

/** Submits one call and keeps it in the journal while it is on its way. Throws as `submit` does. */
export async function submitAct(
  context: Context,
  { wallet, act, chart, call, stored = [], onProgress, signal }: SubmitActParameters,
): Promise<TransactionReceipt> {
  let isAsked = false
  let sent: Hash | null = null
  try {
    const receipt = await submit(context.chain, wallet, {
      call,
      ...(signal === undefined ? {} : { signal }),
      onProgress: (progress) => {
        isAsked = true
        onProgress?.({ ...progress, act })
      },
      onSent: async (hash) => {
        sent = hash
        const sentAt = Math.floor(Date.now() / 1000)
        const { account } = wallet
        await context.journal?.add({ hash, account, act, chart: chart ?? null, sentAt, stored })
      },
    })
    if (sent !== null) await context.journal?.remove(sent).catch(() => {})
    await forgetStored(context, stored).catch(() => {})
    return receipt
  } catch (error) {
    if (isSettled(error) && sent !== null) await context.journal?.remove(sent)
    if (!isAsked || isSettled(error)) {
      await Promise.all(stored.map((pointer) => discard(context, pointer))).catch(() => {})
    }
    throw error
  }
}

/** Whether a transaction that failed so can no longer take effect. */
export function isSettled(error: unknown): boolean {
  return (
    error instanceof UserRejectedError ||
    error instanceof InsufficientFundsError ||
    error instanceof TransactionRevertedError ||
    (error instanceof TransactionDroppedError && error.isReplaced)
  )
}
