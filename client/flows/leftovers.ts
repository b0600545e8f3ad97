import type { KeyValueStorage } from '../chain/types.ts'
import type { ChartkeyConfig } from '../config.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { unpin } from '../ipfs/unpin.ts'
import type { Context, Leftover, Leftovers, Pointer } from './types.ts'

/**
 * Remembers what stores may have to give up, or are still to be given, apart for each deployment. Each entry has a key of
 * its own that says all that is told apart, and none is ever changed: tabs that share the storage take no lock.
 */
export function createLeftovers(config: ChartkeyConfig, storage: KeyValueStorage): Leftovers {
  const { chain, contracts } = config
  const prefix = `chartkey/leftovers/${chain.id}/${contracts.charts}/${contracts.deployBlockHash}/1/`
  const keyOf = (entry: Leftover) => `${prefix}${[entry.kind, entry.pointer, ...tellApart(entry)].join('/')}`
  return {
    set: (entry) => storage.set(keyOf(entry), JSON.stringify(entry)),
    remove: (entry) => storage.remove(keyOf(entry)),
    async list() {
      const keys = (await storage.keys()).filter((key) => key.startsWith(prefix))
      const texts = await Promise.all(keys.map((key) => storage.get(key)))
      return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as Leftover]))
    },
  }
}

function tellApart(entry: Leftover): readonly string[] {
  switch (entry.kind) {
    case 'prepared':
    case 'stored':
    case 'broken':
      return []
    case 'superseded':
      return [entry.by]
    case 'replaced':
    case 'owed':
      return [entry.store]
  }
}

/** Strikes what was noted of a root. */
export async function forget(
  { leftovers }: Context,
  pointer: Pointer,
  kinds: readonly Leftover['kind'][],
): Promise<void> {
  for (const entry of (await leftovers?.list()) ?? []) {
    if (entry.pointer === pointer && kinds.includes(entry.kind)) await leftovers?.remove(entry)
  }
}

/**
 * Has every store give up what no chart names: not any more, or never. What a store did not answer to is remembered, and
 * tried again by `dropLeftovers`. What a store was still to be given of it is not owed any more.
 *
 * @param about the record that it is an old copy of; null for anything else
 * @returns whether all have given it up.
 */
export async function discard(
  context: Context,
  pointer: Pointer,
  about: Extract<Leftover, { kind: 'replaced' }>['about'] = null,
  among: readonly string[] | null = null,
): Promise<boolean> {
  const { leftovers } = context
  await forget(context, pointer, ['owed'])
  const stores = context.stores.filter(({ name }) => among === null || among.includes(name))
  const failures = await unpin(stores, cidOfPointer(pointer))
  for (const store of among ?? stores.map(({ name }) => name)) {
    const entry = { kind: 'replaced', pointer, store, about } as const
    if (failures.some((failure) => failure.store === store)) await leftovers?.set(entry)
    else await leftovers?.remove(entry)
  }
  await forget(context, pointer, ['prepared', 'stored', 'superseded'])
  return failures.length === 0
}

/** Tries the stores again that did not answer when something was to be given up. Never throws for a store. */
export async function dropLeftovers(context: Context): Promise<void> {
  for (const entry of (await context.leftovers?.list()) ?? []) {
    if (entry.kind === 'replaced') await discard(context, entry.pointer, entry.about, [entry.store])
  }
}
