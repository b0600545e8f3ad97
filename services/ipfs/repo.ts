import { mkdir } from 'node:fs/promises'
import { CID } from 'multiformats/cid'
import { keyOf, openBlockstore } from './blockstore.ts'
import type { Blockstore } from './blockstore.ts'
import { RequestError } from './errors.ts'
import { createLock } from './lock.ts'
import type { Lock } from './lock.ts'
import { openPins } from './pins.ts'
import type { PinMode, Pins } from './pins.ts'
import { walkDag } from './walkDag.ts'

/** What a node keeps in its directory. */
export type Repo = {
  readonly blocks: Blockstore
  readonly pins: Pins
  /** Whatever adds blocks holds it shared, the collection of garbage alone. */
  readonly lock: Lock
  /** Pins a root; to be called with the lock held. @throws RequestError when a block of the DAG is missing. */
  pin(cid: CID, mode: PinMode, name?: string): Promise<void>
  /** @throws RequestError when it is not pinned so. */
  unpin(cid: CID, isRecursive: boolean): void
  /** Removes what no pin reaches and nobody added lately. @throws RequestError, removing nothing, when a pinned DAG is not whole. */
  collectGarbage(): AsyncGenerator<CID, void, undefined>
  close(): void
}

export type OpenRepoParameters = {
  readonly directory: string
  /** Seconds for which a block that was added stays, pinned or not. */
  readonly graceSeconds: number
}

/** Opens, or makes, a directory for this process alone. @throws DirectoryInUseError. */
export async function openRepo({ directory, graceSeconds }: OpenRepoParameters): Promise<Repo> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const pins = openPins(directory)
  const blocks = await openBlockstore(directory)
  const lock = createLock()

  return {
    blocks,
    pins,
    lock,

    async pin(cid, mode, name = '') {
      const existing = pins.find(cid.toString())
      if (mode === 'direct') {
        if (existing?.mode === 'recursive')
          throw new RequestError(500, `${cid.toString()} already pinned recursively`)
        await blocks.get(cid)
      } else {
        for await (const _ of walkDag(blocks, cid)) continue
      }
      pins.add({ cid: cid.toString(), mode, name })
    },

    unpin(cid, isRecursive) {
      const pin = pins.find(cid.toString())
      if (pin === null) throw new RequestError(500, 'not pinned or pinned indirectly')
      if (pin.mode === 'recursive' && !isRecursive)
        throw new RequestError(500, `${cid.toString()} is pinned recursively`)
      pins.remove(pin.cid)
    },

    async *collectGarbage() {
      const start = Promise.withResolvers<void>()
      const end = Promise.withResolvers<void>()
      const held = lock.exclusive(async () => {
        start.resolve()
        await end.promise
      })
      await start.promise
      try {
        const live = await reachable()
        const before = Date.now() - graceSeconds * 1000
        for await (const block of blocks.list()) {
          if (live.has(block.key) || block.addedAt > before) continue
          await block.remove()
          yield block.cid
        }
      } finally {
        end.resolve()
        await held
      }
    },

    close: () => pins.close(),
  }

  async function reachable(): Promise<Set<string>> {
    const live = new Set<string>()
    const seen = new Set<string>()
    for (const pin of pins.list()) {
      const cid = CID.parse(pin.cid)
      if (pin.mode === 'direct') live.add(keyOf(cid))
      else for await (const block of walkDag(blocks, cid, { seen, skipRaw: true })) live.add(keyOf(block.cid))
    }
    return live
  }
}
