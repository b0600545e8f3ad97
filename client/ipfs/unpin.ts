import type { CID } from 'multiformats/cid'
import { BaseError } from '../errors/BaseError.ts'
import type { RequestOptions, Store, StoreFailure } from './types.ts'

/** Gives up a root in every store that can be written to. Never throws for a store; gives the failures. */
export async function unpin(
  stores: readonly Store[],
  root: CID,
  options: RequestOptions = {},
): Promise<readonly StoreFailure[]> {
  const outcomes = await Promise.all(
    stores
      .filter(({ isWritable }) => isWritable)
      .map(async (store): Promise<StoreFailure[]> => {
        try {
          await store.unpin(root, options)
          return []
        } catch (error) {
          if (!(error instanceof BaseError)) throw error
          return [{ store: store.name, error }]
        }
      }),
  )
  return outcomes.flat()
}
