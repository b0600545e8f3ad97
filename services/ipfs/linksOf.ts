import * as dagCbor from '@ipld/dag-cbor'
import * as dagPb from '@ipld/dag-pb'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { RequestError } from './errors.ts'

/** The content ids that a block links to, in their order. @throws RequestError when it cannot be decoded. */
export function linksOf(cid: CID, bytes: Uint8Array): CID[] {
  try {
    if (cid.code === raw.code) return []
    if (cid.code === dagPb.code) return dagPb.decode(bytes).Links.map(({ Hash }) => Hash)
    if (cid.code === dagCbor.code) return [...cidsIn(dagCbor.decode(bytes))]
  } catch (error) {
    throw new RequestError(
      500,
      `cannot decode ${cid.toString()}: ${error instanceof Error ? error.message : 'malformed'}`,
    )
  }
  throw new RequestError(500, `unrecognized codec 0x${cid.code.toString(16)} of ${cid.toString()}`)
}

function* cidsIn(value: unknown): Generator<CID, void, undefined> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
  const cid = CID.asCID(value)
  if (cid !== null) yield cid
  else for (const member of Object.values(value)) yield* cidsIn(member)
}
