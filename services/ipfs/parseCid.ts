import { base32 } from 'multiformats/bases/base32'
import { base36 } from 'multiformats/bases/base36'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import { RequestError } from './errors.ts'

const decoder = base32.decoder.or(base58btc.decoder).or(base36.decoder)
const MAX_LENGTH = 300

/** A content id, and the names that follow it in a path. */
export type IpfsPath = {
  readonly cid: CID
  readonly segments: readonly string[]
}

/** Reads a content id in base32, base36 or base58btc; null when it is none. */
export function parseCid(text: string): CID | null {
  if (text.length > MAX_LENGTH) return null
  try {
    return CID.parse(text, decoder)
  } catch {
    return null
  }
}

/** Reads `CID`, `/ipfs/CID` or `/ipfs/CID/a/b`. @throws RequestError 500, as Kubo, when it is none of these. */
export function parsePath(text: string): IpfsPath {
  const [head = '', ...segments] = text
    .replace(/^(\/ipfs\/|ipfs:\/\/)/, '')
    .split('/')
    .filter((segment, index) => index === 0 || segment !== '')
  const cid = parseCid(head)
  if (cid === null)
    throw new RequestError(500, `invalid path ${JSON.stringify(text.slice(0, MAX_LENGTH))}: invalid cid`)
  return { cid, segments }
}
