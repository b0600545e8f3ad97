import * as dagPb from '@ipld/dag-pb'
import { UnixFS } from 'ipfs-unixfs'
import type { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import type { Blockstore } from './blockstore.ts'
import { RequestError } from './errors.ts'
import type { IpfsPath } from './parseCid.ts'

/** A node of a file or directory. */
export type UnixfsNode = {
  readonly kind: 'file' | 'directory' | 'shard' | 'other'
  readonly data: Uint8Array
  readonly links: readonly { readonly cid: CID; readonly name: string; readonly size: number }[]
  /** Bytes of the file; 0 for others. */
  readonly size: number
  /** For a shard: the length of the prefix of its links' names. */
  readonly prefixLength: number
}

/** Decodes a block as UnixFS. Blocks of other codecs are `other`. @throws RequestError when it is malformed. */
export function decodeUnixfs(cid: CID, bytes: Uint8Array): UnixfsNode {
  if (cid.code === raw.code)
    return { kind: 'file', data: bytes, links: [], size: bytes.length, prefixLength: 0 }
  if (cid.code !== dagPb.code) return { kind: 'other', data: bytes, links: [], size: 0, prefixLength: 0 }
  try {
    const node = dagPb.decode(bytes)
    const entry = UnixFS.unmarshal(node.Data ?? new Uint8Array())
    const isFile = entry.type === 'file' || entry.type === 'raw'
    if (isFile && entry.blockSizes.length !== node.Links.length) throw new Error('sizes do not fit the links')
    const links = node.Links.map(({ Hash, Name }, index) => ({
      cid: Hash,
      name: Name ?? '',
      size: Number(entry.blockSizes[index] ?? 0n),
    }))
    const data = entry.data ?? new Uint8Array()
    return {
      kind: isFile
        ? 'file'
        : entry.type === 'directory'
          ? 'directory'
          : entry.type === 'hamt-sharded-directory'
            ? 'shard'
            : 'other',
      data,
      links,
      size: isFile ? links.reduce((sum, { size }) => sum + size, data.length) : 0,
      prefixLength: (Number(entry.fanout ?? 256n) - 1).toString(16).length,
    }
  } catch (error) {
    throw new RequestError(
      500,
      `cannot decode ${cid.toString()}: ${error instanceof Error ? error.message : 'malformed'}`,
    )
  }
}

/** Follows the names of a path through plain directories. @throws RequestError when one is not there. */
export async function resolvePath(blockstore: Blockstore, { cid, segments }: IpfsPath): Promise<CID> {
  let found = cid
  for (const segment of segments) {
    const node = decodeUnixfs(found, await blockstore.get(found))
    if (node.kind === 'shard')
      throw new RequestError(500, 'paths through sharded directories are not supported')
    const link = node.kind === 'directory' ? node.links.find(({ name }) => name === segment) : undefined
    if (link === undefined)
      throw new RequestError(500, `no link named ${JSON.stringify(segment)} under ${found.toString()}`)
    found = link.cid
  }
  return found
}

/** Bytes `from` (inclusive) to `to` (exclusive) of a file, and the blocks that they lie in. */
export async function* walkFile(
  blockstore: Blockstore,
  root: CID,
  from: number,
  to: number,
): AsyncGenerator<
  { readonly cid: CID; readonly bytes: Uint8Array; readonly data: Uint8Array },
  void,
  undefined
> {
  const rest = [{ cid: root, start: 0 }]
  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    const bytes = await blockstore.get(part.cid)
    const node = decodeUnixfs(part.cid, bytes)
    if (node.kind !== 'file') throw new RequestError(500, 'this dag node is not a file')
    const children: typeof rest = []
    let start = part.start + node.data.length
    for (const link of node.links) {
      if (start < to && start + link.size > from) children.push({ cid: link.cid, start })
      start += link.size
    }
    rest.push(...children.toReversed())
    const data = node.data.subarray(Math.max(0, from - part.start), Math.max(0, to - part.start))
    yield { cid: part.cid, bytes, data }
  }
}
