import * as dagPb from '@ipld/dag-pb'
import { UnixFS } from 'ipfs-unixfs'
import type { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { FileMalformedError } from '../errors/ipfs.ts'

/** A part of a file: bytes of its own, or links to parts, each with its length. */
export type FileNode = {
  readonly data: Uint8Array
  readonly links: readonly { readonly cid: CID; readonly size: number }[]
  readonly size: number
}

/** Decodes a checked block as a part of a UnixFS file. @throws FileMalformedError. */
export function decodeFileNode(cid: CID, bytes: Uint8Array): FileNode {
  if (cid.code === raw.code) return { data: bytes, links: [], size: bytes.length }
  if (cid.code !== dagPb.code) throw new FileMalformedError('a block is of another kind')
  let node: dagPb.PBNode
  let file: UnixFS
  try {
    node = dagPb.decode(bytes)
    file = UnixFS.unmarshal(node.Data ?? new Uint8Array())
  } catch (cause) {
    throw new FileMalformedError('a node cannot be decoded', { cause })
  }
  if (file.type !== 'file' && file.type !== 'raw') throw new FileMalformedError(`it is a ${file.type}`)
  if (file.blockSizes.length !== node.Links.length)
    throw new FileMalformedError('a node’s sizes do not fit its links')
  if (node.Links.some(({ Hash }) => Hash.version !== 1))
    throw new FileMalformedError('a link is of an old version')
  const data = file.data ?? new Uint8Array()
  const links = node.Links.map(({ Hash }, index) => ({ cid: Hash, size: toSize(file.blockSizes[index]) }))
  const size = links.reduce((sum, link) => sum + link.size, data.length)
  if (!Number.isSafeInteger(size)) throw new FileMalformedError('a node’s sizes do not fit its links')
  return { data, links, size }
}

function toSize(size: bigint | undefined): number {
  if (size === undefined || size <= 0n || size > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new FileMalformedError('a part has no length')
  }
  return Number(size)
}
