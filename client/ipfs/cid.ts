import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { create } from 'multiformats/hashes/digest'
import { sha256 } from 'multiformats/hashes/sha2'
import type { Hex } from 'viem'
import { CidUnsupportedError } from '../errors/ipfs.ts'

const DIGEST_LENGTH = 32

/**
 * The content id that a pointer on the chain stands for: CIDv1, dag-cbor, sha2-256.
 *
 * @throws CidUnsupportedError unless it is 32 bytes in hex, and not zero.
 */
export function cidOfPointer(pointer: Hex): CID {
  if (!/^0x[0-9a-fA-F]{64}$/.test(pointer))
    throw new CidUnsupportedError('the pointer is not 32 bytes in hex')
  const digest = new Uint8Array(DIGEST_LENGTH)
  for (let i = 0; i < DIGEST_LENGTH; i++) digest[i] = Number.parseInt(pointer.slice(2 + 2 * i, 4 + 2 * i), 16)
  if (digest.every((byte) => byte === 0))
    throw new CidUnsupportedError('the pointer is zero, which stands for none')
  return CID.createV1(dagCbor.code, create(sha256.code, digest))
}

/** The digest of a root block. @throws CidUnsupportedError unless it is CIDv1, dag-cbor, sha2-256. */
export function pointerOfCid(cid: CID): Hex {
  assertSupportedCid(cid)
  if (cid.version !== 1 || cid.code !== dagCbor.code)
    throw new CidUnsupportedError('it is not of a dag-cbor block')
  let hex = '0x'
  for (const byte of cid.multihash.digest) hex += byte.toString(16).padStart(2, '0')
  return hex as Hex
}

/** Whether the bytes are those that the content id names. @throws CidUnsupportedError unless it is of sha2-256. */
export async function matchesCid(cid: CID, bytes: Uint8Array): Promise<boolean> {
  assertSupportedCid(cid)
  const { digest } = await sha256.digest(bytes)
  return digest.every((byte, index) => byte === cid.multihash.digest[index])
}

/** @throws CidUnsupportedError unless it is of sha2-256, whole. */
export function assertSupportedCid(cid: CID): void {
  if (cid.multihash.code !== sha256.code || cid.multihash.digest.length !== DIGEST_LENGTH) {
    throw new CidUnsupportedError('its hash is not sha2-256')
  }
}
