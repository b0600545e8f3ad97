import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 } from 'multiformats/hashes/sha2'
import type { Block } from '../../client/ipfs/types.ts'

/** Names bytes that are a canonical dag-cbor object. */
export async function dagCborBlock(bytes: Uint8Array): Promise<Block> {
  return { cid: CID.createV1(dagCbor.code, await sha256.digest(bytes as Uint8Array<ArrayBuffer>)), bytes }
}

/** Names bytes that have no structure. */
export async function rawBlock(bytes: Uint8Array): Promise<Block> {
  return { cid: CID.createV1(raw.code, await sha256.digest(bytes as Uint8Array<ArrayBuffer>)), bytes }
}
