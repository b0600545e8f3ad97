import type { CID } from 'multiformats/cid'
import type { BaseError } from '../errors/BaseError.ts'

/** A block and the content id that its bytes hash to. */
export type Block = {
  readonly cid: CID
  readonly bytes: Uint8Array
}

export type RequestOptions = {
  readonly signal?: AbortSignal | undefined
}

/**
 * A place that keeps blocks: the embedded node, a Kubo, or a hosted service that speaks Kubo's RPC.
 *
 * Every method throws StoreUnreachableError or StoreRefusedError when it fails, and the signal's reason when aborted.
 */
export type Store = {
  readonly name: string
  /** Without a trailing slash. */
  readonly gatewayUrl: string
  /** False when it has no RPC: then the writing methods throw StoreReadOnlyError. */
  readonly isWritable: boolean
  /**
   * Sends blocks as one CAR. With `pinned`, the store also keeps that root's whole DAG, which must then be complete.
   *
   * @throws StorePinFailedError when a block of the DAG is missing there.
   */
  importBlocks(
    blocks: readonly Block[],
    options?: RequestOptions & { readonly pinned?: CID | undefined },
  ): Promise<void>
  /** Keeps the whole DAG of a root whose blocks it has. @throws StorePinFailedError when one is missing. */
  pin(root: CID, options?: RequestOptions): Promise<void>
  /** Gives up a root. A root that was not pinned is no error. */
  unpin(root: CID, options?: RequestOptions): Promise<void>
  /**
   * Reads one block from the trustless gateway and checks it against its content id.
   *
   * @throws BlockNotFoundError, BlockTamperedError, BlockTooLargeError.
   */
  fetchBlock(cid: CID, options?: RequestOptions): Promise<Uint8Array>
}

export type StoreFailure = {
  readonly store: string
  readonly error: BaseError
}

/** What stores made of a write. Enough of them confirmed it; the failures are for a notice. */
export type WriteResult = {
  readonly confirmed: readonly string[]
  readonly failures: readonly StoreFailure[]
}

/** Bytes that every store still in use has taken so far. */
export type UploadProgress = {
  readonly bytes: number
  readonly blocks: number
}
