import type { Pointer } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { BytesNotConfirmedError } from '../errors/ipfs.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { copyDag } from '../ipfs/copyDag.ts'
import type { Store, StoreFailure } from '../ipfs/types.ts'
import { discard } from './leftovers.ts'
import { isPatienceOver, now, readNamed } from './readNamed.ts'
import type { Context, FlowOptions, Leftover, Place } from './types.ts'

type Owed = Extract<Leftover, { kind: 'owed' }>

/** Notes that stores lack a root that the others keep. Before it is filed, so that a visit which ends then leaves a trace. */
export async function noteOwed(
  { leftovers }: Context,
  pointer: Pointer,
  place: Place,
  failures: readonly StoreFailure[],
): Promise<void> {
  for (const { store } of failures) {
    await leftovers?.set({ kind: 'owed', pointer, store, place, notedAt: now() })
  }
}

/**
 * Delivers what stores did not take when it was stored, since they were down or lagged behind: copies it from those that
 * have it, every block checked against its content id, as long as the chain names it. A store that is still down is asked
 * again by the next call. Never throws for a store or the chain.
 *
 * @returns how many roots were delivered, and how many that the chain names are still owed, once for each store.
 */
export async function deliverOwed(
  context: Context,
  { signal }: Pick<FlowOptions, 'signal'> = {},
): Promise<{ readonly delivered: number; readonly waiting: number }> {
  const { leftovers, stores } = context
  const names = new Map<string, Promise<ReadonlySet<Pointer>>>()
  const down = new Set<string>()
  let delivered = 0
  let waiting = 0
  for (const entry of (await leftovers?.list()) ?? []) {
    if (entry.kind !== 'owed') continue
    signal?.throwIfAborted()
    const { pointer, place, notedAt } = entry
    const to = stores.find(({ name, isWritable }) => name === entry.store && isWritable)
    try {
      const key = JSON.stringify(place)
      const named = names.get(key) ?? readNamed(context, place)
      names.set(key, named)
      const isNamed = (await named).has(pointer)
      if (to === undefined || (!isNamed && isPatienceOver(notedAt))) {
        await leftovers?.remove(entry)
      } else if (isNamed && down.has(to.name)) {
        waiting += 1
      } else if (isNamed) {
        await deliver(context, entry, to, signal)
        delivered += 1
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof BaseError)) throw error
      if (to !== undefined && error instanceof BytesNotConfirmedError) down.add(to.name)
      waiting += 1
    }
  }
  return { delivered, waiting }
}

async function deliver(context: Context, entry: Owed, to: Store, signal: AbortSignal | undefined) {
  const { pointer, place } = entry
  const from = context.stores.filter((store) => store !== to)
  await copyDag({ root: cidOfPointer(pointer), from, to, signal })
  // Another tab or device may have had the stores give it up meanwhile: then this one is to keep no copy either.
  if ((await readNamed(context, place)).has(pointer)) await context.leftovers?.remove(entry)
  else await discard(context, pointer, null, [to.name])
}
