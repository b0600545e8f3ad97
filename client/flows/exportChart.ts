import type { ChartId } from '../chain/types.ts'
import { bytesToHex } from '../crypto/bytes.ts'
import { padme } from '../crypto/padme.ts'
import { exportRecord, openBody } from '../crypto/record.ts'
import type { OpenedRecord as OpenedRecordRoot } from '../crypto/record.ts'
import { BaseError } from '../errors/BaseError.ts'
import { HeadMismatchError } from '../errors/flows.ts'
import { readFile } from '../ipfs/readFile.ts'
import { blobOf } from './blobOf.ts'
import { endingFor } from './mediaType.ts'
import { openRoot, recordState, summarize } from './records.ts'
import type { ExportedRecord, FlowOptions, RecordSummary, Session } from './types.ts'
import { viewChart } from './view.ts'

export type ExportChartParameters = FlowOptions & {
  readonly chart: ChartId
  /** Record numbers; all by default. */
  readonly numbers?: readonly number[]
}

/**
 * Gives every record as files that open without Chartkey: the age file, its identity, and what is known of it in plain
 * words. Each is checked whole first. A record that is not readable is given without files, with the reason.
 *
 * @throws HeadMismatchError when the records are not those that the chain commits to, and as `loadChart`
 */
export async function* exportChart(
  session: Session,
  { chart, numbers, onProgress, signal }: ExportChartParameters,
): AsyncGenerator<ExportedRecord, void> {
  onProgress?.({ step: 'reading' })
  const view = await viewChart(session, chart)
  if (!view.isHeadVerified) throw new HeadMismatchError()
  const { keyring, links: all, sections } = view
  const chosen = numbers === undefined ? all : all.filter(({ number }) => numbers.includes(number))
  for (const [index, links] of chosen.entries()) {
    signal?.throwIfAborted()
    onProgress?.({ step: 'reading', done: index, total: chosen.length })
    const parameters = { chart, keyring, links, all, signal }
    const label = sections.find(({ number }) => number === links.section)?.label ?? null
    const summary = await summarize(session, parameters)
    const plain = {
      chainId: session.context.config.chain.id,
      contract: session.context.config.contracts.charts,
      chart,
      number: links.number,
      pointer: links.pointer,
      original: links.original,
      author: links.author,
      authorName: summary.authorName,
      section: links.section,
      sectionLabel: label,
      filedAt: new Date(links.time * 1000).toISOString(),
      epoch: links.epoch,
      supersedes: links.supersedes,
    }
    try {
      const opened = await openRoot(session, parameters)
      const body = await readChecked(session, opened, signal)
      const { identity, age } = exportRecord({ ...opened, body: body.stream() })
      const { salt, digest, ...metadata } = opened.metadata
      yield {
        number: links.number,
        name: fileName(links.number, opened.metadata.title, opened.metadata.mediaType),
        summary,
        age: await blobOf(age),
        identity: `# Chartkey: opens record ${links.number} by \`age -d -i\`\n${identity}\n`,
        metadata: {
          ...plain,
          state: 'readable',
          ...metadata,
          salt: bytesToHex(salt),
          digest: bytesToHex(digest),
          commitment: bytesToHex(opened.commitment),
        },
      }
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
      const failed: RecordSummary = {
        ...summary,
        state: recordState(error),
        details: null,
        problem: error.shortMessage,
      }
      const { state, problem } = failed
      yield {
        number: links.number,
        name: fileName(links.number, '', ''),
        summary: failed,
        age: null,
        identity: null,
        metadata: { ...plain, state, problem },
      }
    }
  }
  onProgress?.({ step: 'done' })
}

/** The stored body, padding and all, once its document has been checked. */
export async function readChecked(
  session: Session,
  { body, metadata, recordKey }: OpenedRecordRoot,
  signal: AbortSignal | undefined,
): Promise<Blob> {
  const stream = readFile(session.context.stores, body, { maxBytes: padme(metadata.cipherSize), signal })
  const whole = await blobOf(stream)
  await openBody({ recordKey, metadata, body: whole.stream() }).pipeTo(new WritableStream())
  return whole
}

/** A name that every file system takes: number, then what is left of the title, then the type's ending. */
function fileName(number: number, title: string, mediaType: string): string {
  const ending = mediaType === '' ? '' : `.${endingFor(mediaType)}`
  const stem = title.toLowerCase().endsWith(ending) ? title.slice(0, title.length - ending.length) : title
  const safe = stem
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return `${String(number).padStart(4, '0')}${safe === '' ? '' : `-${safe}`}${ending}`
}
