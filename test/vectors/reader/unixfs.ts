import { fetchBlock, type Store } from './blocks.ts'
import { type Bytes, concat } from './bytes.ts'
import { refuse, refusing } from './refuse.ts'
import { DAG_PB, RAW } from './shape.ts'

/** The most parts of a node or a file that has so many bytes. */
const maxParts = (length: number) => 64 + Math.floor(length / 16_384)

/** Levels of nodes above the leaves. */
const MAX_DEPTH = 6

type Field = { readonly field: number; readonly value: number | Bytes }

/** Fields of a protocol buffer that has numbers and bytes alone. */
const readFields = (bytes: Bytes): Field[] => {
  let at = 0
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? refuse('body', 'has a node that ends early')
      value += (byte & 127) * scale
      if (value > Number.MAX_SAFE_INTEGER) refuse('body', 'has a node with a number too large')
      if (byte < 128) return value
    }
  }
  const found: Field[] = []
  while (at < bytes.length) {
    const tag = varint()
    const wire = tag & 7
    if (wire !== 0 && wire !== 2) refuse('body', 'has a node with another wire type')
    const value = varint()
    if (wire === 0) {
      found.push({ field: tag >> 3, value })
      continue
    }
    if (value > bytes.length - at) refuse('body', 'has a node that ends early')
    found.push({ field: tag >> 3, value: bytes.slice(at, at + value) })
    at += value
  }
  return found
}

const all = (fields: readonly Field[], field: number) =>
  fields.filter((found) => found.field === field).map(({ value }) => value)

const bytesOf = (value: number | Bytes | undefined): Bytes =>
  value instanceof Uint8Array ? value : refuse('body', 'has a node without what it needs')

/** A node of a file: its links and what it holds itself. */
const readNode = (block: Bytes) => {
  const node = readFields(block)
  const data = readFields(bytesOf(all(node, 1)[0]))
  const type = all(data, 1)[0]
  if (type !== 2 && type !== 0) refuse('body', 'is no file')
  const links = all(node, 2).map((link) => bytesOf(all(readFields(bytesOf(link)), 1)[0]))
  const sizes = all(data, 4)
  const inline = all(data, 2)[0]
  if (sizes.length !== links.length) refuse('body', 'has a node with other sizes than links')
  return {
    links,
    sizes,
    inline: inline === undefined ? new Uint8Array() : bytesOf(inline),
    size: all(data, 3)[0],
  }
}

/** Reads a file of UnixFS, of at most `limit` bytes, and checks each block and each size. */
export const readFile = (store: Store, cid: Bytes, limit: number): Bytes => {
  const { bytes, parts } = readPart(store, cid, limit, 0)
  if (parts > maxParts(bytes.length)) refuse('body', 'has too many parts')
  return bytes
}

/** The bytes below a CID, and the number of all parts that they have. */
const readPart = (
  store: Store,
  cid: Bytes,
  limit: number,
  depth: number,
): { readonly bytes: Bytes; readonly parts: number } => {
  if (cid.length !== 36 || cid[0] !== 1 || cid[2] !== 0x12 || cid[3] !== 32)
    refuse('body', 'has a link that is not of version 1 with sha2-256')
  if (cid[1] !== RAW && cid[1] !== DAG_PB) refuse('body', 'has a link to something else')
  const block = fetchBlock(store, cid)
  if (cid[1] === RAW)
    return block.length <= limit ? { bytes: block, parts: 0 } : refuse('body', 'is longer than announced')
  const { links, sizes, inline } = refusing('body', 'is no UnixFS file', () => readNode(block))
  if (links.length > 0 && depth === MAX_DEPTH) refuse('body', 'is nested too deeply')
  const parts = [inline]
  let length = inline.length
  let count = links.length
  for (const [i, link] of links.entries()) {
    const { bytes: part, parts: below } = readPart(store, link, limit - length, depth + 1)
    count += below
    if (part.length === 0 || part.length !== sizes[i]) refuse('body', 'has a part of another size')
    parts.push(part)
    length += part.length
  }
  if (length > limit) refuse('body', 'is longer than announced')
  if (links.length > maxParts(length)) refuse('body', 'has a node with too many parts')
  return { bytes: concat(...parts), parts: count }
}
