import type { CID } from 'multiformats/cid'
import { KeyringInvalidError, ObjectMalformedError } from '../errors/crypto.ts'
import { concatBytes, readUint, uintBytes, wipe } from './bytes.ts'
import { BOX_OVERHEAD, openBox, sealBox } from './box.ts'
import type { KeyringContents } from './keyring.ts'
import { DAG_CBOR, decodeCanonical, encodeBlock, ObjectReader } from './object.ts'
import type { Block } from './object.ts'
import {
  advanceHistoryChain,
  deriveHistoryChain,
  deriveRelocatedSeed,
  deriveSectionSeed,
  historyContext,
} from './sectionKeys.ts'
import type { ChartScope } from './sectionKeys.ts'

/** Gets a block's bytes, checked against its CID. */
export type FetchBlock = (cid: CID) => Promise<Uint8Array>

/** A seed that opens records of one section and filing epoch; `keyEpoch` differs for those encrypted again. */
export type HistorySeed = { readonly epoch: number; readonly keyEpoch: number; readonly seed: Uint8Array }

export const MAX_HISTORY_BLOCK = 262144
const SEED_LENGTH = 4 + 32
const MAX_SEEDS = 256
/** Of records of one section and filing epoch: the epoch's own seed is in the history too. */
export const MAX_RELOCATIONS_PER_EPOCH = MAX_SEEDS - 1
const MAX_EPOCH = 0xffffff

/**
 * Writes a section's history for the contents' epoch: entry e holds the seeds of epoch e, boxed under C_e.
 *
 * @returns linked blocks, oldest first; none when there are no earlier epochs.
 */
export function createHistory(contents: KeyringContents, section: number): Block[] {
  const { secret, epoch, earlier } = contents
  const entries: [number, Uint8Array][] = []
  let chain = deriveHistoryChain(secret, contents, section, epoch, 0)
  let at = 0
  for (const entry of earlier) {
    chain = advanceHistoryChain(chain, entry.epoch - at)
    at = entry.epoch
    const seeds = historySeeds(contents, section, entry.epoch)
    const plaintext = concatBytes(...seeds.flatMap(({ keyEpoch, seed }) => [uintBytes(keyEpoch, 4), seed]))
    const context = historyContext(contents, section, entry.epoch, epoch)
    entries.push([entry.epoch, sealBox(chain, 'historyEntry', context, plaintext)])
    wipe(plaintext, ...seeds.map(({ seed }) => seed))
  }
  wipe(chain)

  const blocks: Block[] = []
  let next: CID | null = null
  for (const part of splitEntries(entries)) {
    const block = encodeBlock({
      v: 1,
      type: 'chartkey/history',
      section,
      entries: part.toReversed(),
      next,
    })
    blocks.push(block)
    next = block.cid
  }
  return blocks
}

/** The seeds of one section and filing epoch, from the contents' secrets: the original first. */
export function historySeeds(contents: KeyringContents, section: number, epoch: number): HistorySeed[] {
  const secretOf = (wanted: number): Uint8Array => {
    const found =
      wanted === contents.epoch
        ? contents.secret
        : contents.earlier.find((entry) => entry.epoch === wanted)?.secret
    if (found === undefined) throw new KeyringInvalidError(`epoch ${wanted} has no secret`)
    return found
  }
  const moved = contents.relocations.filter((entry) => entry.section === section && entry.epoch === epoch)
  return [
    { epoch, keyEpoch: epoch, seed: deriveSectionSeed(secretOf(epoch), contents, section, epoch) },
    ...moved.map(({ keyEpoch }) => ({
      epoch,
      keyEpoch,
      seed: deriveRelocatedSeed(secretOf(keyEpoch), contents, section, epoch, keyEpoch),
    })),
  ]
}

/**
 * Reads a section's history down to epoch `since`, newest first. `chain` is C_since of the keyring's epoch.
 *
 * @throws ObjectTooLargeError, ObjectMalformedError, VersionUnsupportedError, and what `fetchBlock` throws
 * @throws DecryptionFailedError when an entry does not open.
 */
export async function readHistory({
  chartScope,
  section,
  epoch,
  since,
  chain,
  head,
  fetchBlock,
}: {
  chartScope: ChartScope
  section: number
  /** Of the keyring. */
  epoch: number
  since: number
  chain: Uint8Array
  head: CID | null
  fetchBlock: FetchBlock
}): Promise<HistorySeed[]> {
  const boxes: [number, Uint8Array][] = []
  let before = epoch
  let next = head
  while (next !== null && before > since) {
    const block = decodeHistoryBlock(await fetchBlock(next), section)
    for (const [entryEpoch, box] of block.entries) {
      if (entryEpoch >= before) throw new ObjectMalformedError('history', 'its epochs do not descend')
      before = entryEpoch
      if (entryEpoch >= since) boxes.push([entryEpoch, box])
    }
    next = block.next
  }
  const seeds: HistorySeed[] = []
  let current: Uint8Array = chain.slice()
  let at = since
  try {
    for (const [entryEpoch, box] of boxes.toReversed()) {
      current = advanceHistoryChain(current, entryEpoch - at)
      at = entryEpoch
      const context = historyContext(chartScope, section, entryEpoch, epoch)
      const plaintext = openBox(current, 'historyEntry', context, box)
      seeds.push(...decodeSeeds(plaintext, entryEpoch))
      wipe(plaintext)
    }
  } catch (error) {
    wipe(...seeds.map(({ seed }) => seed))
    throw error
  } finally {
    wipe(current)
  }
  return seeds.toReversed()
}

function decodeHistoryBlock(
  bytes: Uint8Array,
  section: number,
): { entries: (readonly [number, Uint8Array])[]; next: CID | null } {
  const read: ObjectReader = new ObjectReader('history')
  const map = read.root(decodeCanonical('history', bytes, MAX_HISTORY_BLOCK), 'chartkey/history', [
    'section',
    'entries',
    'next',
  ])
  if (map.section !== section) read.fail('section', 'is another one')
  const entries = read.list(map.entries, 'entries', MAX_HISTORY_BLOCK, (item, path) => {
    if (!Array.isArray(item) || item.length !== 2) read.fail(path, 'is not a pair')
    return [
      read.uint(item[0], path, 1, MAX_EPOCH),
      read.bytes(item[1], path, BOX_OVERHEAD + SEED_LENGTH, BOX_OVERHEAD + MAX_SEEDS * SEED_LENGTH),
    ] as const
  })
  if (entries.length === 0) read.fail('entries', 'is empty')
  return { entries, next: map.next === null ? null : read.cid(map.next, 'next', DAG_CBOR) }
}

function decodeSeeds(bytes: Uint8Array, epoch: number): HistorySeed[] {
  const read: ObjectReader = new ObjectReader('history')
  if (bytes.length === 0 || bytes.length % SEED_LENGTH !== 0) read.fail('entry', 'has a wrong length')
  const seeds: HistorySeed[] = []
  for (let offset = 0; offset < bytes.length; offset += SEED_LENGTH) {
    seeds.push({
      epoch,
      keyEpoch: readUint(bytes.subarray(offset, offset + 4)),
      seed: bytes.slice(offset + 4, offset + SEED_LENGTH),
    })
  }
  if (seeds[0]!.keyEpoch !== epoch) read.fail('entry', 'does not begin with its own epoch')
  read.ascending(seeds, 'entry', (a, b) => a.keyEpoch - b.keyEpoch)
  return seeds
}

/** Splits ascending entries so that each block stays within its limit; all but the oldest are full. */
function splitEntries(entries: readonly [number, Uint8Array][]): [number, Uint8Array][][] {
  const budget = MAX_HISTORY_BLOCK - 256
  const parts: [number, Uint8Array][][] = []
  let part: [number, Uint8Array][] = []
  let size = 0
  for (const entry of entries.toReversed()) {
    const cost = entry[1].length + 16
    if (part.length > 0 && size + cost > budget) {
      parts.push(part)
      part = []
      size = 0
    }
    part.push(entry)
    size += cost
  }
  if (part.length > 0) parts.push(part)
  return parts.toReversed().map((descending) => descending.toReversed())
}
