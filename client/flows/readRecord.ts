import type { ChartId } from '../chain/types.ts'
import { padme } from '../crypto/padme.ts'
import { openBody } from '../crypto/record.ts'
import { RecordKeyMissingError } from '../errors/crypto.ts'
import { RecordMissingError, RecordNoAccessError } from '../errors/flows.ts'
import { readFile } from '../ipfs/readFile.ts'
import { blobOf } from './blobOf.ts'
import { checkNote } from './checkNote.ts'
import { openRoot, summarize } from './records.ts'
import type { FlowOptions, OpenedRecord, Session } from './types.ts'
import { viewChart } from './view.ts'

/**
 * Opens one record and its document. What it returns was checked whole: every block against its content id, the
 * document against its digest, and all of it against the commitment that the author filed. A document's signature is
 * checked too: one that does not fit is told in `note`, for it is what the author filed all the same.
 *
 * @throws RecordMissingError, RecordNoAccessError
 * @throws RecordTamperedError, RecordUnreadableError, BlockTamperedError, BlockNotFoundError, StoreUnreachableError
 */
export async function readRecord(
  session: Session,
  { chart, number, onProgress, signal }: FlowOptions & { readonly chart: ChartId; readonly number: number },
): Promise<OpenedRecord> {
  onProgress?.({ step: 'reading' })
  const { keyring, links: all } = await viewChart(session, chart)
  const links = all[number - 1]
  if (links === undefined) throw new RecordMissingError(number)
  const parameters = { chart, keyring, links, all, signal }
  const opened = await openRoot(session, parameters).catch((error: unknown) => {
    throw error instanceof RecordKeyMissingError ? new RecordNoAccessError({ cause: error }) : error
  })
  const { metadata, recordKey } = opened
  const file = readFile(session.context.stores, opened.body, { maxBytes: padme(metadata.cipherSize), signal })
  let done = 0
  const counted = openBody({ recordKey, metadata, body: file }).pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        done += chunk.length
        onProgress?.({ step: 'reading', done, total: metadata.size })
        controller.enqueue(chunk)
      },
    }),
  )
  const bytes = await blobOf(counted)
  const body = bytes.slice(0, bytes.size, metadata.mediaType)
  return {
    summary: await summarize(session, parameters),
    body,
    note: await checkNote(session.context, { chart, author: links.author, metadata, body }),
  }
}
