import type { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { keyOf } from './blockstore.ts'
import type { Blockstore } from './blockstore.ts'
import { linksOf } from './linksOf.ts'

export type WalkedBlock = {
  readonly cid: CID
  /** Null for a raw block when `skipRaw` is set. */
  readonly bytes: Uint8Array | null
}

export type WalkDagParameters = {
  /** Names of blocks, with their codecs, that are not visited (again). Grows as the walk goes on. */
  readonly seen?: Set<string>
  /** Names raw blocks, which link to nothing, without reading them. */
  readonly skipRaw?: boolean
}

/**
 * Visits a DAG depth first, each block once.
 *
 * @throws BlockMissingError, BlockCorruptError, and RequestError when a block cannot be decoded.
 */
export async function* walkDag(
  blockstore: Blockstore,
  root: CID,
  { seen = new Set(), skipRaw = false }: WalkDagParameters = {},
): AsyncGenerator<WalkedBlock, void, undefined> {
  const rest = [root]
  for (let cid = rest.pop(); cid !== undefined; cid = rest.pop()) {
    const name = `${cid.code} ${keyOf(cid)}`
    if (seen.has(name)) continue
    seen.add(name)
    if (skipRaw && cid.code === raw.code) {
      yield { cid, bytes: null }
      continue
    }
    const bytes = await blockstore.get(cid)
    const links = linksOf(cid, bytes)
    for (let i = links.length - 1; i >= 0; i--) rest.push(links[i]!)
    yield { cid, bytes }
  }
}
