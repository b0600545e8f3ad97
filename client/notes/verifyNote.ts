import { base64 } from '@scure/base'
import { isAddressEqual } from 'viem'
import type { Pointer } from '../chain/types.ts'
import { canonicalJson, parseCanonicalJson } from './canonicalJson.ts'
import { documentHash, isInstant } from './createNote.ts'
import { narrativeText } from './narrative.ts'
import { parseAccountUri, parseRecordUri, URI_SYSTEM } from './noteIds.ts'
import { isSignedBy, MAX_CONTRACT_SIGNATURE, SIGNATURE_FORMATS, signatureElement } from './noteSignature.ts'
import type { SignatureKind } from './noteSignature.ts'
import type { NoteCheck, NotePlace, NoteProblem } from './types.ts'

/** The most bytes that a document may have for its signature to be looked at. */
export const MAX_SIGNED_DOCUMENT = 1_048_576

/** Where a document is expected to be from. */
export type NoteExpectation = NotePlace & {
  /** The pointer of the record that it corrects on the chain, null for none; not compared when absent. */
  readonly amends?: Pointer | null
}

/**
 * Checks a document's signature, without asking anyone. It is the author's when exactly these bytes were signed, by this
 * account, for this chart of this contract and chain.
 *
 * @returns null for what is no FHIR document: another resource, other bytes, or more than 1 MiB.
 */
export async function verifyNote(bytes: Uint8Array, expected: NoteExpectation): Promise<NoteCheck | null> {
  const read = readDocument(bytes)
  if (read === null) return null
  const { signed, ...check } = read
  if (signed === null || check.state !== 'needs-chain') return check
  const invalid = (problem: NoteProblem): NoteCheck => ({ ...check, state: 'invalid', problem })
  const { place, kind, signature } = signed
  if (place.chainId !== expected.chainId || !isAddressEqual(place.contract, expected.contract))
    return invalid('place')
  if (place.chart !== expected.chart.toLowerCase()) return invalid('place')
  if (!isAddressEqual(place.author, expected.author)) return invalid('author')
  if (expected.amends !== undefined && check.amends !== (expected.amends?.toLowerCase() ?? null))
    return invalid('amends')
  if (kind === 'contract') return check
  const isSigned = await isSignedBy({ ...place, document: signed.document }, signature)
  return isSigned ? { ...check, state: 'signed', signer: place.author } : invalid('signature')
}

/** What a signed document says that it is bound to; null where it has no signature of Chartkey's in due form. */
export function readNotePlace(bytes: Uint8Array): NotePlace | null {
  return readDocument(bytes)?.signed?.place ?? null
}

type SignedParts = {
  readonly place: NotePlace
  readonly kind: SignatureKind
  readonly signature: Uint8Array
  readonly document: `0x${string}`
}

/** The parts of a FHIR document, with a state of `needs-chain` while its signature is still to be compared. */
export function readDocument(
  bytes: Uint8Array,
): (NoteCheck & { readonly signed: SignedParts | null }) | null {
  if (bytes.length > MAX_SIGNED_DOCUMENT) return null
  const bundle = asObject(parse(bytes))
  if (bundle === null || bundle['resourceType'] !== 'Bundle' || bundle['type'] !== 'document') return null
  const composition = asObject(asObject(asList(bundle['entry'])[0])?.['resource'])
  if (composition?.['resourceType'] !== 'Composition') return null
  const amends = amendsOf(composition)
  const facts = {
    problem: null,
    signer: null,
    isByContract: false,
    document: null,
    at: asText(bundle['timestamp']),
    title: asText(composition['title']),
    text: asList(bundle['entry']).length === 1 ? textOf(composition) : null,
    amends: amends ?? null,
    signed: null,
  }
  const { signature: element, ...unsigned } = bundle
  if (element === undefined) return { ...facts, state: 'unsigned' }
  const kind = kindOf(asObject(element)?.['sigFormat'])
  if (kind === null) return { ...facts, state: 'foreign' }
  const invalid = { ...facts, state: 'invalid', problem: 'form' } as const
  if (parseCanonicalJson(bytes) === undefined || amends === undefined) return invalid
  const place = placeOf(composition)
  const signature = dataOf(asObject(element)?.['data'])
  if (place === null || signature === null || facts.at === null || !isInstant(facts.at)) return invalid
  if (signature.length === 0 || signature.length > MAX_CONTRACT_SIGNATURE) return invalid
  const expected = signatureElement({ ...place, at: facts.at }, kind, signature)
  if (canonicalJson(expected) !== canonicalJson(element)) return invalid
  const document = documentHash(unsigned)
  return { ...facts, document, state: 'needs-chain', signed: { place, kind, signature, document } }
}

function placeOf(composition: Readonly<Record<string, unknown>>): NotePlace | null {
  const subject = asObject(asObject(composition['subject'])?.['identifier'])
  const [author, ...others] = asList(composition['author']).map((one) =>
    asObject(asObject(one)?.['identifier']),
  )
  const charts = parseAccountUri(subject?.['system'])
  const account = parseAccountUri(author?.['value'])
  const chart = subject?.['value']
  if (charts === null || account === null || others.length > 0) return null
  if (author?.['system'] !== URI_SYSTEM || account.chainId !== charts.chainId) return null
  if (typeof chart !== 'string' || !/^0x[0-9a-f]{64}$/.test(chart)) return null
  return {
    chainId: charts.chainId,
    contract: charts.address,
    chart: chart as NotePlace['chart'],
    author: account.address,
  }
}

/** The record that it replaces, null for none; undefined where that cannot be told. */
function amendsOf(composition: Readonly<Record<string, unknown>>): Pointer | null | undefined {
  const replaced = asList(composition['relatesTo'])
    .map(asObject)
    .filter((relation) => relation?.['code'] === 'replaces')
  if (replaced.length === 0) return null
  if (replaced.length > 1) return undefined
  return parseRecordUri(asObject(replaced[0]?.['targetIdentifier'])?.['value']) ?? undefined
}

function textOf(composition: Readonly<Record<string, unknown>>): string | null {
  const [section, ...others] = asList(composition['section']).map(asObject)
  const isAlone =
    others.length === 0 && section?.['entry'] === undefined && section?.['section'] === undefined
  const div = asObject(section?.['text'])?.['div']
  return isAlone && typeof div === 'string' ? narrativeText(div) : null
}

function kindOf(format: unknown): SignatureKind | null {
  if (format === SIGNATURE_FORMATS.account) return 'account'
  return format === SIGNATURE_FORMATS.contract ? 'contract' : null
}

function dataOf(data: unknown): Uint8Array | null {
  try {
    return typeof data === 'string' ? base64.decode(data) : null
  } catch {
    return null
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return null
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
