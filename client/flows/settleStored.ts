import type { Pointer } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { discard, forget } from './leftovers.ts'
import { createNamedReader, isPatienceOver, now } from './readNamed.ts'
import type { Context, Place } from './types.ts'

/** Notes a root before stores pin it, so that a visit which ends before the wallet sends anything leaves a trace. */
export async function noteStored({ leftovers }: Context, pointer: Pointer, place: Place): Promise<void> {
  await leftovers?.set({ kind: 'stored', pointer, place, notedAt: now() })
}

/** Strikes such notes, once the chain names the roots. */
export async function forgetStored(context: Context, pointers: readonly Pointer[]): Promise<void> {
  for (const pointer of pointers) await forget(context, pointer, ['stored'])
}

/**
 * Has the stores give up what visits of before stored and never filed. Not for a day: until then another tab may be at
 * work on it, or a wallet that still asks may send it. What the journal knows to be on its way stays. Never throws for a
 * store or the chain.
 */
export async function settleStored(context: Context): Promise<void> {
  const sent = new Set(((await context.journal?.list()) ?? []).flatMap(({ stored }) => stored))
  const namedAt = createNamedReader(context)
  for (const entry of (await context.leftovers?.list()) ?? []) {
    if (entry.kind !== 'stored' || sent.has(entry.pointer)) continue
    const { pointer, place, notedAt } = entry
    try {
      const [present, final] = await namedAt(place)
      if (final.has(pointer)) await forget(context, pointer, ['stored'])
      else if (!present.has(pointer) && isPatienceOver(notedAt)) await discard(context, pointer)
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
    }
  }
}
