import { type Bytes, equal, sha256, toHex } from './bytes.ts'
import { refuse } from './refuse.ts'

const MAX_BLOCK = 2_097_152

/** What a store serves, by the hex of a CID; it may lie. */
export type Store = (cid: string) => Bytes | undefined

export const fetchBlock = (store: Store, cid: Uint8Array): Bytes => {
  const block = store(toHex(cid)) ?? refuse('missing', 'no store has the block')
  if (block.length > MAX_BLOCK) refuse('size', 'is above two mebibytes')
  if (!equal(sha256(block), cid.subarray(4))) refuse('hash', 'the block is not what its CID names')
  return block
}

/** The CID of a root block. */
export const rootCid = (pointer: Uint8Array) => new Uint8Array([1, 0x71, 0x12, 32, ...pointer])
