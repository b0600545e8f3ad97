import { waitForTransaction } from '../chain/waitForTransaction.ts'
import { BaseError } from '../errors/BaseError.ts'
import { dropLeftovers } from './leftovers.ts'
import { isSettled } from './submitAct.ts'
import type { Context, FlowOptions, JournalEntry } from './types.ts'

export type PendingOutcome = { readonly entry: JournalEntry; readonly error: BaseError | null }

/**
 * Waits for every transaction that an earlier visit sent and did not see through, and strikes those that are decided
 * from the journal. An entry with an error did not take effect, unless the error says that it may still be mined. Stores
 * that did not answer when they were to give something up are asked again.
 */
export async function resumePending(
  context: Context,
  { signal, onProgress }: FlowOptions = {},
): Promise<PendingOutcome[]> {
  const entries = (await context.journal?.list()) ?? []
  const dropped = dropLeftovers(context)
  const outcomes = await Promise.all(
    entries.map(async (entry) => {
      onProgress?.({ step: 'mining', hash: entry.hash, act: entry.act })
      let error: BaseError | null = null
      try {
        await waitForTransaction(context.chain, {
          hash: entry.hash,
          account: entry.account,
          ...(signal === undefined ? {} : { signal }),
        })
      } catch (cause) {
        if (!(cause instanceof BaseError)) throw cause
        error = cause
      }
      if (error === null || isSettled(error)) await context.journal?.remove(entry.hash)
      return { entry, error }
    }),
  )
  await dropped
  return outcomes
}
