import { recoverAddress, TypedDataEncoder } from 'ethers'
import { rootCid } from './blocks.ts'
import { type Bytes, equal, fromHex, sha256, toHex, utf8 } from './bytes.ts'
import { decodeJson, encodeJson, type Json, listOf, mapOf, requireCanonical } from './json.ts'
import { refuse, refusing } from './refuse.ts'

/** What the chain says of the record that holds the document. */
export interface FiledNote {
  readonly chainId: number
  readonly contract: Bytes
  readonly chart: Bytes
  readonly author: Bytes
  /** The pointer of the record that it supersedes. */
  readonly amends: Bytes | null
}

export interface ReadNote {
  /** A contract's signature is left to the chain. */
  readonly state: 'contract' | 'foreign' | 'signed' | 'unsigned'
  /** What was signed. */
  readonly document: Bytes | null
}

const LIMIT = 1_048_576
const URI = 'urn:ietf:rfc:3986'
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const KINDS = { 'application/x.eip712': 'signed', 'application/x.eip1271': 'contract' } as const
const TYPES = {
  Note: [
    { name: 'statement', type: 'string' },
    { name: 'author', type: 'address' },
    { name: 'chart', type: 'bytes32' },
    { name: 'document', type: 'bytes32' },
  ],
}
const STATEMENT =
  'I wrote this note and sign it as its author. ' +
  'It is for this chart alone, and the document is its SHA-256.'

export const accountUri = (chainId: number, address: Uint8Array) =>
  `did:pkh:eip155:${chainId}:0x${toHex(address)}`

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

export const recordUri = (pointer: Bytes) => {
  const bits = [...rootCid(pointer)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const symbols = bits.match(/.{1,5}/g)!.map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)])
  return `ipfs://b${symbols.join('')}`
}

/** What the author's wallet signed. */
export const noteDigest = (
  { chainId, contract, chart, author }: Omit<FiledNote, 'amends'>,
  document: Uint8Array,
): Bytes => {
  const domain = { name: 'Chartkey', version: '1', chainId, verifyingContract: `0x${toHex(contract)}` }
  const message = {
    statement: STATEMENT,
    author: `0x${toHex(author)}`,
    chart: `0x${toHex(chart)}`,
    document: `0x${toHex(document)}`,
  }
  return fromHex(TypedDataEncoder.hash(domain, TYPES, message).slice(2))
}

const parseAccount = (uri: Json | undefined, what: string) => {
  const [, chain, address] =
    (typeof uri === 'string' && /^did:pkh:eip155:([1-9]\d*):0x([0-9a-f]{40})$/.exec(uri)) || []
  if (chain === undefined || address === undefined) return refuse('shape', `has no ${what}`)
  return { chainId: Number(chain), address: fromHex(address) }
}

const requireTime = (text: Json | undefined) => {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) {
    return refuse('shape', 'has no time')
  }
  const time = new Date(text)
  if (Number.isNaN(time.getTime()) || time.toISOString() !== text)
    refuse('shape', 'has a time that never was')
  return text
}

/** What a Bundle's `signature` must be, but for its data. */
const requireForm = (signature: Json, chainId: number, author: Bytes, when: string) => {
  const { data, ...rest } = mapOf(signature)
  const expected = {
    type: [
      {
        system: 'urn:iso-astm:E1762-95:2013',
        code: '1.2.840.10065.1.12.1.1',
        display: "Author's Signature",
      },
    ],
    when,
    who: { identifier: { system: URI, value: accountUri(chainId, author) } },
    targetFormat: 'application/fhir+json',
    sigFormat: mapOf(signature)['sigFormat'] as string,
  }
  if (encodeJson(rest as Json) !== encodeJson(expected)) refuse('shape', 'has a signature of another form')
  if (typeof data !== 'string') return refuse('shape', 'has a signature without data')
  const bytes = new Uint8Array(Buffer.from(data, 'base64'))
  if (Buffer.from(bytes).toString('base64') !== data) refuse('shape', 'has data that is no base 64')
  if (bytes.length === 0 || bytes.length > 16_384) refuse('shape', 'has data of a wrong length')
  return bytes
}

const requireSigned = (digest: Bytes, author: Bytes, signature: Bytes) => {
  if (signature.length !== 65) refuse('signature', 'has not 65 bytes')
  const [r, s] = [toHex(signature.slice(0, 32)), toHex(signature.slice(32, 64))]
  const v = signature[64]!
  if (v !== 27 && v !== 28) refuse('signature', 'has an unknown v')
  if (BigInt(`0x${s}`) > ORDER / 2n) refuse('signature', 'has the high s')
  const signer = refusing('signature', 'recovers to nobody', () =>
    recoverAddress(`0x${toHex(digest)}`, { r: `0x${r}`, s: `0x${s}`, v }),
  )
  if (signer.toLowerCase() !== `0x${toHex(author)}`) refuse('signature', 'recovers to another account')
}

/** Checks the document of a record. */
export const readNote = (filed: FiledNote, bytes: Bytes): ReadNote => {
  if (bytes.length > LIMIT) refuse('size', 'is too large')
  const json = decodeJson(bytes)
  const { signature, ...unsigned } = mapOf(json)
  const composition = mapOf(mapOf(listOf(unsigned['entry'])[0])['resource'])
  if (unsigned['resourceType'] !== 'Bundle' || unsigned['type'] !== 'document')
    refuse('shape', 'is no document')
  if (composition['resourceType'] !== 'Composition') refuse('shape', 'has no Composition first')
  if (signature === undefined) return { state: 'unsigned', document: null }
  const format = mapOf(signature)['sigFormat']
  if (typeof format !== 'string' || !Object.hasOwn(KINDS, format)) return { state: 'foreign', document: null }
  requireCanonical(json, bytes)

  const when = requireTime(unsigned['timestamp'])
  const subject = mapOf(mapOf(composition['subject'])['identifier'])
  const charts = parseAccount(subject['system'], 'contract')
  const chart = subject['value']
  if (typeof chart !== 'string' || !/^0x[0-9a-f]{64}$/.test(chart)) return refuse('shape', 'has no chart')
  const authors = listOf(composition['author'])
  if (authors.length !== 1) refuse('shape', 'has not one author')
  const identifier = mapOf(mapOf(authors[0])['identifier'])
  const author = parseAccount(identifier['value'], 'author')
  if (identifier['system'] !== URI) refuse('shape', 'names its author otherwise')
  if (author.chainId !== charts.chainId) refuse('shape', 'has an author of another chain')
  const replaced = listOf(composition['relatesTo'])
    .map(mapOf)
    .filter((relation) => relation['code'] === 'replaces')
    .map((relation) => mapOf(relation['targetIdentifier'])['value'])
  if (replaced.length > 1) refuse('shape', 'replaces several')
  const [target] = replaced
  if (
    replaced.length === 1 &&
    (typeof target !== 'string' || !/^ipfs:\/\/bafyrei[a-z2-7]{52}$/.test(target))
  ) {
    refuse('shape', 'replaces something else than a record')
  }
  const data = requireForm(signature, author.chainId, author.address, when)

  if (charts.chainId !== filed.chainId || !equal(charts.address, filed.contract))
    refuse('place', 'is another contract’s')
  if (!equal(fromHex(chart.slice(2)), filed.chart)) refuse('place', 'is another chart’s')
  if (!equal(author.address, filed.author)) refuse('place', 'is another author’s')
  if (target !== (filed.amends === null ? undefined : recordUri(filed.amends))) {
    refuse('amends', 'replaces another record')
  }
  const document = sha256(utf8(encodeJson(unsigned as Json)))
  const state = KINDS[format as keyof typeof KINDS]
  if (state === 'signed') requireSigned(noteDigest(filed, document), filed.author, data)
  return { state, document }
}
