import type { CID } from 'multiformats/cid'
import { BaseError } from '../errors/BaseError.ts'
import {
  BlockNotFoundError,
  BlockTamperedError,
  BlockTooLargeError,
  StoreUnreachableError,
} from '../errors/ipfs.ts'
import type { RequestOptions, Store } from './types.ts'

/**
 * Reads one block from the first store that gives the right bytes. The stores are asked in order.
 *
 * @throws BlockTamperedError when a store gave other bytes and none gave the right ones; otherwise the error of a
 *   store that could not be asked, since it may have the block; BlockNotFoundError when all have answered.
 */
export async function fetchBlock(
  stores: readonly Store[],
  cid: CID,
  options: RequestOptions = {},
): Promise<Uint8Array> {
  const errors: { store: string; error: BaseError }[] = []
  for (const store of stores) {
    options.signal?.throwIfAborted()
    try {
      return await store.fetchBlock(cid, options)
    } catch (error) {
      if (options.signal?.aborted === true || !(error instanceof BaseError)) throw error
      errors.push({ store: store.name, error })
    }
  }
  const lied = errors.filter(
    ({ error }) => error instanceof BlockTamperedError || error instanceof BlockTooLargeError,
  )
  if (lied.length > 0) throw new BlockTamperedError(lied.map(({ store }) => store))
  const unanswered =
    errors.find(({ error }) => error instanceof StoreUnreachableError) ??
    errors.find(({ error }) => !(error instanceof BlockNotFoundError))
  throw unanswered?.error ?? new BlockNotFoundError(stores.map(({ name }) => name))
}
