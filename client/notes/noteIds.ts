import { getAddress } from 'viem'
import type { Address } from 'viem'
import { CID } from 'multiformats/cid'
import type { Pointer } from '../chain/types.ts'
import { cidOfPointer, pointerOfCid } from '../ipfs/cid.ts'

/** FHIR's code system of identifiers that are URIs. */
export const URI_SYSTEM = 'urn:ietf:rfc:3986'

/** An account or contract as a URI: did:pkh over its CAIP-10 account id, in lower case. */
export function accountUri(chainId: number, address: Address): string {
  return `did:pkh:eip155:${chainId}:${address.toLowerCase()}`
}

/** What `accountUri` was made of; null for another text. */
export function parseAccountUri(uri: unknown): { chainId: number; address: Address } | null {
  const match = typeof uri === 'string' ? /^did:pkh:eip155:([1-9]\d{0,15}):(0x[0-9a-f]{40})$/.exec(uri) : null
  if (match === null || !Number.isSafeInteger(Number(match[1]))) return null
  return { chainId: Number(match[1]), address: getAddress(match[2]!) }
}

export function recordUri(pointer: Pointer): string {
  return `ipfs://${cidOfPointer(pointer).toString()}`
}

/** The pointer in what `recordUri` made; null for another text. */
export function parseRecordUri(uri: unknown): Pointer | null {
  if (typeof uri !== 'string' || !uri.startsWith('ipfs://')) return null
  try {
    const pointer = pointerOfCid(CID.parse(uri.slice('ipfs://'.length)))
    return recordUri(pointer) === uri ? pointer : null
  } catch {
    return null
  }
}
