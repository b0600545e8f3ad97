import { readFinalBlock } from '../chain/readFinalBlock.ts'
import { readShares } from '../chain/readShares.ts'
import type { Pointer } from '../chain/types.ts'
import { BaseError } from '../errors/BaseError.ts'
import { PATIENCE, now, readNamed } from './deliverOwed.ts'
import { discard } from './leftovers.ts'
import type { Context, Leftover, Place } from './types.ts'

type Superseded = Extract<Leftover, { kind: 'superseded' }>

/** Notes what an act is to take the place of, before the wallet is asked. */
export async function noteSuperseded(
  { leftovers }: Context,
  entry: Pick<Superseded, 'pointer' | 'by' | 'place' | 'number'>,
): Promise<void> {
  await leftovers?.set({ kind: 'superseded', ...entry, notedAt: now() })
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
  const entries = ((await context.leftovers?.list()) ?? []).filter((entry) => entry.kind === 'superseded')
  const named = new Map<string, Promise<readonly [ReadonlySet<Pointer>, ReadonlySet<Pointer>]>>()
  for (const entry of entries) {
    const { pointer, by, place, number, notedAt } = entry
    try {
      const key = JSON.stringify(place)
      const both = named.get(key) ?? readBoth(context, place)
      named.set(key, both)
      const [present, final] = await both
      if (present.has(pointer)) {
        if (notedAt + PATIENCE < now()) await context.leftovers?.remove(entry)
        continue
      }
      if (final.has(pointer) || !present.has(by) || !final.has(by)) continue
      if (await isShared(context, entry)) continue
      const about = number !== null && 'chart' in place ? { chart: place.chart, number } : null
      await discard(context, pointer, about)
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
    }
  }
}

async function readBoth(context: Context, place: Place) {
  const blockNumber = await readFinalBlock(context.chain)
  return Promise.all([readNamed(context, place), readNamed(context, place, { blockNumber })])
}

async function isShared({ chain }: Context, { place, number }: Superseded): Promise<boolean> {
  if (number === null || !('chart' in place)) return false
  const shares = await readShares(chain, place)
  return shares.some((share) => share.number === number)
}
