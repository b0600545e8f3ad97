import { fetchBlock, type Store } from './blocks.ts'
import { type Bytes, concat } from './bytes.ts'
import { refuse, refusing } from './refuse.ts'
import { DAG_PB, RAW } from './shape.ts'

const MAX_DEPTH = 8

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
export const readFile = (store: Store, cid: Bytes, limit: number, depth = 0): Bytes => {
  if (depth > MAX_DEPTH) refuse('body', 'is nested too deeply')
  if (cid.length !== 36 || cid[0] !== 1 || cid[2] !== 0x12 || cid[3] !== 32)
    refuse('body', 'has a link that is not of version 1 with sha2-256')
  if (cid[1] !== RAW && cid[1] !== DAG_PB) refuse('body', 'has a link to something else')
  const block = fetchBlock(store, cid)
  if (cid[1] === RAW) return block.length <= limit ? block : refuse('body', 'is longer than announced')
  const { links, sizes, inline, size } = refusing('body', 'is no UnixFS file', () => readNode(block))
  const parts = [inline]
  let length = inline.length
  for (const [i, link] of links.entries()) {
    const part = readFile(store, link, limit - length, depth + 1)
    if (part.length !== sizes[i]) refuse('body', 'has a part of another size')
    parts.push(part)
    length += part.length
  }
  if (length > limit) refuse('body', 'is longer than announced')
  if (size !== undefined && size !== length) refuse('body', 'has another size than its node says')
  return concat(...parts)
}
