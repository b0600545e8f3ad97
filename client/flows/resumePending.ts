import { waitForTransaction } from '../chain/waitForTransaction.ts'
import { BaseError } from '../errors/BaseError.ts'
import { deliverOwed } from './deliverOwed.ts'
import { discard, dropLeftovers } from './leftovers.ts'
import { readNamed } from './readNamed.ts'
import { settleStored } from './settleStored.ts'
import { settleSuperseded } from './settleSuperseded.ts'
import { isSettled } from './submitAct.ts'
import type { Context, FlowOptions, JournalEntry } from './types.ts'

export type PendingOutcome = { readonly entry: JournalEntry; readonly error: BaseError | null }

/**
 * Waits for every transaction that an earlier visit sent and did not see through, and strikes those that are decided
 * from the journal, with what was stored for those that did not take effect: they have an error, unless it says that they
 * may still be mined. What they took the place of is given up, and what was stored a day ago or more for an act that was
 * never sent. Stores that did not answer when they were to give something up, or to take something, are asked again.
 */
export async function resumePending(
  context: Context,
  { signal, onProgress }: FlowOptions = {},
): Promise<PendingOutcome[]> {
  const entries = (await context.journal?.list()) ?? []
  const settled = dropLeftovers(context).then(() =>
    deliverOwed(context, signal === undefined ? {} : { signal }),
  )
  settled.catch(() => {})
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
      const isOver = error === null || (isSettled(error) && (await giveUp(context, entry)))
      if (isOver) await context.journal?.remove(entry.hash)
      return { entry, error }
    }),
  )
  await settled
  await settleSuperseded(context)
  await settleStored(context)
  return outcomes
}

/**
 * Gives up what was stored for an act that can never take effect, but for what the chain names all the same.
 *
 * @returns false when the chain cannot be asked now.
 */
async function giveUp(context: Context, { account, chart, stored }: JournalEntry): Promise<boolean> {
  try {
    const named = await readNamed(context, chart === null ? { account } : { chart })
    const left = stored.filter((pointer) => !named.has(pointer))
    await Promise.all(left.map((pointer) => discard(context, pointer)))
    return true
  } catch (error) {
    if (error instanceof BaseError) return false
    throw error
  }
}
