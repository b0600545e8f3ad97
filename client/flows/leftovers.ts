import type { KeyValueStorage } from '../chain/types.ts'
import type { ChartkeyConfig } from '../config.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { unpin } from '../ipfs/unpin.ts'
import type { Context, Leftover, Leftovers } from './types.ts'

/** Remembers roots that stores may have to give up, one entry each, apart for each deployment. */
export function createLeftovers(config: ChartkeyConfig, storage: KeyValueStorage): Leftovers {
  const { chain, contracts } = config
  const prefix = `chartkey/leftovers/${chain.id}/${contracts.charts}/${contracts.deployBlockHash}/`
  return {
    set: (entry) => storage.set(prefix + entry.pointer, JSON.stringify(entry)),
    remove: (pointer) => storage.remove(prefix + pointer),
    async list() {
      const keys = (await storage.keys()).filter((key) => key.startsWith(prefix))
      const texts = await Promise.all(keys.map((key) => storage.get(key)))
      return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as Leftover]))
    },
  }
}

/**
 * Has every store give up what no chart names any more. What a store did not answer to is remembered, and tried again by
 * `dropLeftovers`.
 *
 * @returns whether all have given it up.
 */
export async function discard(
  context: Context,
  entry: Omit<Extract<Leftover, { kind: 'replaced' }>, 'kind' | 'stores'>,
  among: readonly string[] | null = null,
): Promise<boolean> {
  const stores = context.stores.filter(({ name }) => among === null || among.includes(name))
  const failures = await unpin(stores, cidOfPointer(entry.pointer))
  if (failures.length === 0) await context.leftovers?.remove(entry.pointer)
  else {
    const names = failures.map(({ store }) => store)
    await context.leftovers?.set({ ...entry, kind: 'replaced', stores: names })
  }
  return failures.length === 0
}

/** Tries the stores again that did not answer when something was to be given up. Never throws for a store. */
export async function dropLeftovers(context: Context): Promise<void> {
  for (const entry of (await context.leftovers?.list()) ?? []) {
    if (entry.kind === 'replaced') await discard(context, entry, entry.stores)
  }
}
