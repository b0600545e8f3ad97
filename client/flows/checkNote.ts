import type { Address } from 'viem'
import type { ChartId } from '../chain/types.ts'
import { openBody } from '../crypto/record.ts'
import type { OpenedRecord as OpenedRecordRoot, RecordMetadata } from '../crypto/record.ts'
import { BaseError } from '../errors/BaseError.ts'
import type { NoteCheck } from '../notes/types.ts'
import { MAX_SIGNED_DOCUMENT, verifyNote } from '../notes/verifyNote.ts'
import { verifyNoteOnChain } from '../notes/verifyNoteOnChain.ts'
import { blobOf } from './blobOf.ts'
import { chartsScope } from './scopes.ts'
import type { Context } from './types.ts'

type Place = { readonly chart: ChartId; readonly author: Address }

/**
 * Checks the signature of a record's document against the record's own chart and author. Where only the author's
 * contract can tell and the chain does not answer, the state stays `needs-chain`.
 */
export async function checkNote(
  context: Context,
  {
    chart,
    author,
    metadata,
    body,
  }: Place & { readonly metadata: Pick<RecordMetadata, 'mediaType' | 'amends'>; readonly body: Blob },
): Promise<NoteCheck | null> {
  if (metadata.mediaType !== 'application/fhir+json' || body.size > MAX_SIGNED_DOCUMENT) return null
  const bytes = new Uint8Array(await body.arrayBuffer())
  const expected = { ...chartsScope(context), chart, author, amends: metadata.amends }
  try {
    return await verifyNoteOnChain(context.chain, bytes, expected)
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return await verifyNote(bytes, expected)
  }
}

/** The same, of a body as it is stored. */
export async function checkStoredNote(
  context: Context,
  { opened, stored, ...place }: Place & { readonly opened: OpenedRecordRoot; readonly stored: Blob },
): Promise<NoteCheck | null> {
  const { metadata, recordKey } = opened
  if (metadata.mediaType !== 'application/fhir+json' || metadata.size > MAX_SIGNED_DOCUMENT) return null
  const body = await blobOf(openBody({ recordKey, metadata, body: stored.stream() }))
  return await checkNote(context, { ...place, metadata, body })
}
