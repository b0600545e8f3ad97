import { readShares } from '../chain/readShares.ts'
import { BaseError } from '../errors/BaseError.ts'
import { discard } from './leftovers.ts'
import { createNamedReader, isPatienceOver, now } from './readNamed.ts'
import type { Context, Leftover } from './types.ts'

type Superseded = Extract<Leftover, { kind: 'superseded' }>

/** Notes what an act is to take the place of, before the wallet is asked. */
export async function noteSuperseded(
  { leftovers }: Context,
  parts: Pick<Superseded, 'pointer' | 'by' | 'place' | 'number'>,
): Promise<Superseded> {
  const entry = { kind: 'superseded', ...parts, notedAt: now() } as const
  await leftovers?.set(entry)
  return entry
}

/** Strikes such a note, where the act can never take effect. */
export async function forgetSuperseded(
  { leftovers }: Context,
  { pointer, by }: Pick<Superseded, 'pointer' | 'by'>,
): Promise<void> {
  for (const entry of (await leftovers?.list()) ?? []) {
    if (entry.kind === 'superseded' && entry.pointer === pointer && entry.by === by) {
      await leftovers?.remove(entry)
    }
  }
}

/**
 * Has the stores give up what acts of before took the place of, once the chain names what came instead finally. The old
 * copy of a record that somebody has a share of stays for `reencryptHistory`, which can tell whether the share needs it.
 * What the chain is not final about is left to the next call. Never throws for a store or the chain.
 */
export async function settleSuperseded(context: Context): Promise<void> {
  const namedAt = createNamedReader(context)
  for (const entry of (await context.leftovers?.list()) ?? []) {
    if (entry.kind !== 'superseded') continue
    await settleOne(context, entry, namedAt)
  }
}

/** The same for one thing that an act took the place of, whether it was noted or not. */
export async function settleOne(
  context: Context,
  entry: Superseded,
  namedAt = createNamedReader(context),
): Promise<void> {
  const { pointer, by, place, number, notedAt } = entry
  try {
    const [present, final] = await namedAt(place)
    if (present.has(pointer)) {
      if (isPatienceOver(notedAt)) await context.leftovers?.remove(entry)
      return
    }
    // A profile that came later took the place of both, and an account has no more than one.
    const isReplaced = 'account' in place ? final.size > 0 : present.has(by) && final.has(by)
    if (final.has(pointer) || !isReplaced || (await isShared(context, entry))) return
    const about = number !== null && 'chart' in place ? { chart: place.chart, number } : null
    await discard(context, pointer, about)
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
  }
}

async function isShared({ chain }: Context, { place, number }: Superseded): Promise<boolean> {
  if (number === null || !('chart' in place)) return false
  const shares = await readShares(chain, place)
  return shares.some((share) => share.number === number)
}
