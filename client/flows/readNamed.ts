import { readChart } from '../chain/readChart.ts'
import { readFinalBlock } from '../chain/readFinalBlock.ts'
import { readProfilePointer } from '../chain/readProfilePointer.ts'
import { readRecords } from '../chain/readRecords.ts'
import type { Pointer } from '../chain/types.ts'
import type { Context, Place } from './types.ts'

/** How long what the chain does not name may still come to be named, in seconds. */
const PATIENCE = 86_400

export const now = () => Math.floor(Date.now() / 1000)

/** Whether what was noted then, in seconds, and is still not named will not come to be. */
export function isPatienceOver(notedAt: number): boolean {
  return notedAt + PATIENCE < now()
}

/** What the chain names now, and what it names finally. */
export type NamedBoth = readonly [ReadonlySet<Pointer>, ReadonlySet<Pointer>]

/** Reads each place once, however often it is asked for. */
export function createNamedReader(context: Context): (place: Place) => Promise<NamedBoth> {
  const places = new Map<string, Promise<NamedBoth>>()
  return (place) => {
    const key = JSON.stringify(place)
    const named = places.get(key) ?? readBoth(context, place)
    places.set(key, named)
    return named
  }
}

async function readBoth(context: Context, place: Place): Promise<NamedBoth> {
  const { blockNumber } = await readFinalBlock(context.chain)
  return Promise.all([readNamed(context, place), readNamed(context, place, { blockNumber })])
}

/** The roots that the chain names there at a block; now, unless one is given. */
export async function readNamed(
  { chain }: Context,
  place: Place,
  at: { readonly blockNumber?: bigint } = {},
): Promise<ReadonlySet<Pointer>> {
  if ('account' in place) {
    const pointer = await readProfilePointer(chain, { ...place, ...at })
    return new Set(pointer === null ? [] : [pointer])
  }
  const state = await readChart(chain, { ...place, ...at })
  if (state === null) return new Set()
  const records = await readRecords(chain, { ...place, to: state.count, ...at })
  return new Set([state.keyring, state.ownerKeyring, ...records.map(({ pointer }) => pointer)])
}
