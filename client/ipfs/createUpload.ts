import type { CID } from 'multiformats/cid'
import { BaseError } from '../errors/BaseError.ts'
import { BytesNotConfirmedError, StoreUnreachableError } from '../errors/ipfs.ts'
import { CAR_BYTES } from './limits.ts'
import type { Block, Store, StoreFailure, UploadProgress, WriteResult } from './types.ts'

export type CreateUploadParameters = {
  /** How many stores must confirm. */
  readonly required: number
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Once enough stores have taken a CAR, milliseconds that the others are waited for. */
  readonly graceMs?: number | undefined
}

/** A DAG on its way to several stores. Until `finish` no store is bound to keep any of it. */
export type Upload = {
  /**
   * Takes one block. Waits while the CAR before is on its way, so that two CARs at most are in memory.
   *
   * @throws BytesNotConfirmedError as soon as too few stores are left.
   */
  put(block: Block): Promise<void>
  /**
   * Sends what is left, has the root pinned with all that it links to, and reads the root back from each gateway.
   *
   * @throws BytesNotConfirmedError when fewer stores than required did.
   */
  finish(root: CID): Promise<WriteResult>
}

const GRACE = 60_000
const RETRY_AFTER = 500

/** Starts an upload. Blocks are sent in CARs of some 8 MiB by `dag/import`, each answer checked. */
export function createUpload(stores: readonly Store[], parameters: CreateUploadParameters): Upload {
  const { required, onProgress, signal, graceMs = GRACE } = parameters
  const failures: StoreFailure[] = []
  let live = stores.filter(({ isWritable }) => isWritable)
  let batch: Block[] = []
  let batchBytes = 0
  /** The last `put`, so that those made at once follow one another. */
  let turn: Promise<void> = Promise.resolve()
  /** The CAR on its way. */
  let sent: Promise<void> = Promise.resolve()
  const total = { bytes: 0, blocks: 0 }

  /** Runs one step on every live store. Those that fail, or lag behind the required number, are given up. */
  async function everywhere(step: (store: Store, signal: AbortSignal) => Promise<void>): Promise<void> {
    const lag = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let done = 0
    const outcomes = await Promise.all(
      live.map(async (store) => {
        const limited = signal === undefined ? lag.signal : AbortSignal.any([signal, lag.signal])
        try {
          await twice(() => step(store, limited), limited)
          done += 1
          if (done === required) timer = setTimeout(() => lag.abort(), graceMs)
          return null
        } catch (error) {
          return { store, error }
        }
      }),
    )
    clearTimeout(timer)
    signal?.throwIfAborted()
    for (const outcome of outcomes) {
      if (outcome === null) continue
      const { store, error } = outcome
      live = live.filter((other) => other !== store)
      failures.push({
        store: store.name,
        error: error instanceof BaseError ? error : new StoreUnreachableError(store.name, { cause: error }),
      })
    }
    if (live.length < required) throw notConfirmed()
  }

  const notConfirmed = () =>
    new BytesNotConfirmedError(
      required,
      live.map(({ name }) => name),
      failures,
    )

  async function send(pinned?: CID): Promise<void> {
    const blocks = batch
    const bytes = batchBytes
    batch = []
    batchBytes = 0
    await sent
    sent = importEverywhere(blocks, bytes, pinned)
    sent.catch(() => {})
  }

  async function importEverywhere(
    blocks: readonly Block[],
    bytes: number,
    pinned: CID | undefined,
  ): Promise<void> {
    await everywhere((store, limited) => store.importBlocks(blocks, { pinned, signal: limited }))
    total.bytes += bytes
    total.blocks += blocks.length
    onProgress?.({ ...total })
  }

  async function putInTurn(earlier: Promise<void>, block: Block): Promise<void> {
    await earlier
    signal?.throwIfAborted()
    if (live.length < required) throw notConfirmed()
    if (batchBytes > 0 && batchBytes + block.bytes.length > CAR_BYTES) await send()
    batch.push(block)
    batchBytes += block.bytes.length
  }

  return {
    put(block) {
      turn = putInTurn(turn, block)
      return turn
    },

    async finish(root) {
      await turn
      signal?.throwIfAborted()
      if (live.length < required) throw notConfirmed()
      await send(root)
      await sent
      await everywhere(async (store, limited) => {
        await store.fetchBlock(root, { signal: limited })
      })
      return { confirmed: live.map(({ name }) => name), failures }
    },
  }
}

/** A lost connection is tried once more: importing blocks twice changes nothing. */
async function twice(step: () => Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await step()
  } catch (error) {
    if (!(error instanceof StoreUnreachableError) || signal.aborted) throw error
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER))
    signal.throwIfAborted()
    await step()
  }
}
