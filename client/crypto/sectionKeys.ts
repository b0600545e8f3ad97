import type { Hex } from 'viem'
import { concatBytes, uintBytes, wipe } from './bytes.ts'
import { deriveKey } from './deriveKey.ts'
import { chartBytes } from './scope.ts'
import type { Scope } from './scope.ts'

/** Which chart a derivation belongs to. */
export type ChartScope = { readonly scope: Scope; readonly chart: Hex }

/** The X-Wing seed of a section's key of one epoch, from that epoch's chart secret. */
export function deriveSectionSeed(
  secret: Uint8Array,
  { scope, chart }: ChartScope,
  section: number,
  epoch: number,
): Uint8Array {
  return deriveKey(secret, 'sectionKey', chartBytes(scope, chart), sectionBytes(section), uintBytes(epoch, 4))
}

/**
 * The X-Wing seed under which records that were filed in `filingEpoch` are encrypted again in `keyEpoch`, from the
 * chart secret of `keyEpoch`.
 */
export function deriveRelocatedSeed(
  secret: Uint8Array,
  { scope, chart }: ChartScope,
  section: number,
  filingEpoch: number,
  keyEpoch: number,
): Uint8Array {
  return deriveKey(
    secret,
    'relocatedSectionKey',
    chartBytes(scope, chart),
    sectionBytes(section),
    uintBytes(filingEpoch, 4),
    uintBytes(keyEpoch, 4),
  )
}

/** C_epoch of a section in the keyring of `keyringEpoch`: C_0 from the chart secret, each next from the one before. */
export function deriveHistoryChain(
  secret: Uint8Array,
  { scope, chart }: ChartScope,
  section: number,
  keyringEpoch: number,
  epoch: number,
): Uint8Array {
  const start = deriveKey(
    secret,
    'historyStart',
    chartBytes(scope, chart),
    sectionBytes(section),
    uintBytes(keyringEpoch, 4),
  )
  return advanceHistoryChain(start, epoch)
}

/** C_(n + steps) from C_n, which is wiped unless `steps` is 0. */
export function advanceHistoryChain(chain: Uint8Array, steps: number): Uint8Array {
  let current = chain
  for (let i = 0; i < steps; i++) {
    const next = deriveKey(current, 'historyNext')
    wipe(current)
    current = next
  }
  return current
}

/** The context of a history entry's box. */
export function historyContext(
  { scope, chart }: ChartScope,
  section: number,
  entryEpoch: number,
  keyringEpoch: number,
): Uint8Array {
  return concatBytes(
    chartBytes(scope, chart),
    sectionBytes(section),
    uintBytes(entryEpoch, 4),
    uintBytes(keyringEpoch, 4),
  )
}

export function sectionBytes(section: number): Uint8Array {
  return uintBytes(section, 1)
}

/** Draws `count` section numbers from 0 to 63 at random, none of those in `taken`. */
export function drawSectionNumbers(count: number, taken: readonly number[] = []): number[] {
  const used = new Set(taken)
  if (used.size + count > 64) throw new RangeError('a chart has at most 64 sections')
  const drawn: number[] = []
  while (drawn.length < count) {
    const number = crypto.getRandomValues(new Uint8Array(1))[0]! & 63
    if (used.has(number)) continue
    used.add(number)
    drawn.push(number)
  }
  return drawn
}
