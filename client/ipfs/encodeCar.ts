import { encode as encodeCbor } from '@ipld/dag-cbor'
import type { CID } from 'multiformats/cid'
import { varint } from 'multiformats'
import type { Block } from './types.ts'

/**
 * Packs blocks into a CAR, as parts to be sent one after the other; the blocks are not copied.
 *
 * @see https://ipld.io/specs/transport/car/carv1/
 */
export function encodeCar(roots: readonly CID[], blocks: readonly Block[]): Uint8Array<ArrayBuffer>[] {
  const header = encodeCbor({ version: 1, roots: [...roots] })
  const parts = [prefix(header.length), header as Uint8Array<ArrayBuffer>]
  for (const { cid, bytes } of blocks) {
    parts.push(prefix(cid.bytes.length + bytes.length))
    parts.push(cid.bytes, bytes as Uint8Array<ArrayBuffer>)
  }
  return parts
}

function prefix(length: number): Uint8Array<ArrayBuffer> {
  return varint.encodeTo(length, new Uint8Array(varint.encodingLength(length)))
}
