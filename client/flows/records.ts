import { isAddressEqual } from 'viem'
import type { RecordLinks } from '../chain/types.ts'
import { openRecord, openSharedRecord } from '../crypto/record.ts'
import type { OpenedRecord as OpenedRecordRoot } from '../crypto/record.ts'
import { BaseError } from '../errors/BaseError.ts'
import { RecordKeyMissingError, RecordTamperedError, RecordUnreadableError } from '../errors/crypto.ts'
import {
  BlockNotFoundError,
  BlockTamperedError,
  StoreAnswerInvalidError,
  StoreRefusedError,
  StoreUnreachableError,
} from '../errors/ipfs.ts'
import { ShareKeyMissingError } from '../errors/flows.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { fetchBlock } from '../ipfs/fetchBlock.ts'
import type { RememberedKeyring } from './keys.ts'
import { chartsScope } from './scopes.ts'
import { requireKept } from './session.ts'
import type { RecordState, RecordSummary, Session } from './types.ts'

export type OpenRootParameters = {
  readonly chart: RecordSummary['pointer']
  readonly keyring: RememberedKeyring
  readonly links: RecordLinks
  /** All records of the chart, by number from 1: an amendment is checked against what it amends. */
  readonly all: readonly RecordLinks[]
  readonly signal?: AbortSignal | undefined
}

/**
 * Opens one record's root block: its commitment and the record that it amends are checked against the chain.
 *
 * @throws what `openRecord` and `fetchBlock` throw
 */
export async function openRoot(
  session: Session,
  { chart, keyring, links, all, signal }: OpenRootParameters,
): Promise<OpenedRecordRoot> {
  const { context, keys } = session
  const shared = isInReach(keyring, links) ? undefined : keyring.shared?.get(links.number)
  if (shared === undefined && !isInReach(keyring, links)) throw new RecordKeyMissingError()
  if (shared !== undefined && 'problem' in shared) throw shared.problem
  const pointer = shared?.pointer ?? links.pointer
  const open = async () => {
    const parameters = {
      bytes: await fetchBlock(context.stores, cidOfPointer(pointer), { signal }),
      scope: chartsScope(context),
      chart,
      section: links.section,
      epoch: links.epoch,
      author: links.author,
      ...(links.original === pointer ? {} : { original: links.original }),
    }
    if (shared !== undefined) return openSharedRecord({ ...parameters, recordKey: shared.recordKey })
    return openRecord({ ...parameters, findKey: keyring.sectionKeys.find }).catch((error: unknown) => {
      const isLost = error instanceof RecordKeyMissingError && keyring.opened.role !== 'grantee'
      throw isLost ? new RecordUnreadableError('the keys of its time are lost', { cause: error }) : error
    })
  }
  // Whoever files another's pointer as its own has filed nothing that opens: what was opened is known for its place alone.
  const { number, section, epoch, author, original } = links
  const place = [chart, number, section, epoch, author, original, pointer].join(' ')
  const opened = keys.memory.records.get(place) ?? (await open())
  requireKept(session, opened.recordKey)
  const amended = links.supersedes === 0 ? null : all[links.supersedes - 1]?.original
  if (opened.metadata.amends !== amended) {
    throw new RecordTamperedError('it amends another record than the chain says')
  }
  keys.memory.records.set(place, opened)
  return opened
}

/** Opens one record's root block, and says what came of it. Never throws one of the client's own errors. */
export async function summarize(session: Session, parameters: OpenRootParameters): Promise<RecordSummary> {
  const { links, keyring } = parameters
  const summary = describe(links, keyring)
  try {
    const { metadata } = await openRoot(session, parameters)
    const { title, mediaType, createdAt, happenedAt, size } = metadata
    return { ...summary, state: 'readable', details: { title, mediaType, createdAt, happenedAt, size } }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return { ...summary, state: recordState(error), problem: error.shortMessage }
  }
}

/** What a failure to open says of a record. */
export function recordState(error: BaseError): RecordState {
  if (error instanceof RecordKeyMissingError || error instanceof ShareKeyMissingError) return 'no-access'
  if (error instanceof RecordTamperedError || error instanceof BlockTamperedError) return 'tampered'
  const isUnavailable =
    error instanceof BlockNotFoundError ||
    error instanceof StoreUnreachableError ||
    error instanceof StoreRefusedError ||
    error instanceof StoreAnswerInvalidError
  return isUnavailable ? 'unavailable' : 'unreadable'
}

function describe(links: RecordLinks, { opened }: RememberedKeyring): RecordSummary {
  const { number, pointer, author, section, time, epoch, supersedes } = links
  const person =
    opened.role === 'grantee'
      ? undefined
      : opened.contents.people.find(({ account }) => isAddressEqual(account, author))
  return {
    number,
    pointer,
    author,
    authorName: person?.name ?? null,
    section,
    filedAt: time,
    epoch,
    supersedes,
    state: 'no-access',
    details: null,
    problem: null,
  }
}

/** Spares the fetching of what a grantee has no key for. */
function isInReach({ opened }: RememberedKeyring, { section, epoch }: RecordLinks): boolean {
  if (opened.role !== 'grantee') return true
  const granted = opened.sections.find(({ number }) => number === section)
  return granted !== undefined && granted.seed !== null && epoch >= opened.since
}
