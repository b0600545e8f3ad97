import type { ChartId, Pointer, RecordLinks } from '../chain/types.ts'
import type { OpenedRecord as OpenedRecordRoot } from '../crypto/record.ts'
import { BaseError } from '../errors/BaseError.ts'
import { expiredReaders } from './changeKeyring.ts'
import type { ManagedChart } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { openRoot, recordState } from './records.ts'
import { isOutdated, readAll } from './shares.ts'
import type { FlowOptions, HistoryState, Session } from './types.ts'

/** One record that was filed before the epoch that the re-encryption is for. */
export type EarlierRecord = {
  readonly links: RecordLinks
  readonly isShared: boolean
} & (
  | { readonly opened: OpenedRecordRoot; readonly isDone: boolean; readonly problem: null }
  | { readonly opened: null; readonly isDone: false; readonly problem: BaseError }
)

export type HistorySurvey = {
  readonly all: readonly RecordLinks[]
  /** The epoch whose keys records are to be under: the next one, where the keys are to rotate first. */
  readonly keyEpoch: number
  /** Somebody whose access ended holds the present keys, or the chart has none. */
  readonly rotates: boolean
  readonly records: readonly EarlierRecord[]
  /** Shares in the keyring that are sealed for a root block of before, and whose record opens now. */
  readonly outdatedShares: number
  /** Filing epochs and sections of what is to be done that have no relocated key yet. */
  readonly lacksKeys: boolean
}

const AT_ONCE = 8

/** Looks at every record that was filed in an earlier epoch: under which keys is it now? */
export async function surveyHistory(
  session: Session,
  managed: ManagedChart,
  { signal }: Pick<FlowOptions, 'signal'> = {},
): Promise<HistorySurvey> {
  const { state, keyring } = managed
  const { contents } = keyring.opened
  const all = await readAll(session, managed)
  const isExpired = state.keyed && expiredReaders(managed).length > 0
  const keyEpoch = isExpired ? state.epoch + 1 : state.epoch
  const earlier = all.filter(({ epoch }) => epoch < keyEpoch)
  const records = await mapLimit(earlier, AT_ONCE, async (links): Promise<EarlierRecord> => {
    signal?.throwIfAborted()
    const isShared = contents.shares.some(({ number }) => number === links.number)
    try {
      const opened = await openRoot(session, { chart: state.id, keyring, links, all, signal })
      return { links, isShared, opened, isDone: opened.keyEpoch === keyEpoch, problem: null }
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
      return { links, isShared, opened: null, isDone: false, problem: error }
    }
  })
  const lacksKeys = records.some(
    ({ links, isDone, opened }) =>
      opened !== null &&
      !isDone &&
      !contents.relocations.some(
        (entry) =>
          entry.section === links.section && entry.epoch === links.epoch && entry.keyEpoch === keyEpoch,
      ),
  )
  return {
    all,
    keyEpoch,
    rotates: isExpired || !state.keyed,
    records,
    outdatedShares: contents.shares.filter(
      (share) =>
        isOutdated(share, all) &&
        records.some(({ links, opened }) => links.number === share.number && opened !== null),
    ).length,
    lacksKeys,
  }
}

/** What this device knows besides, from runs of before. */
type Known = Pick<HistoryState, 'leftovers' | 'superseded'> & {
  /** Why present roots cannot be encrypted anew. */
  readonly broken: ReadonlyMap<Pointer, string>
}

/** What a survey comes to. Records that will never open are no part of the total. */
export function historyState(
  { records, rotates, outdatedShares, lacksKeys }: HistorySurvey,
  {
    leftovers,
    superseded,
    broken,
    skipped = new Map(),
  }: Known & { readonly skipped?: ReadonlyMap<Pointer, BaseError> },
): HistoryState {
  const isLost = ({ problem, isDone, links }: EarlierRecord) =>
    problem === null ? !isDone && broken.has(links.pointer) : recordState(problem) !== 'unavailable'
  const open = records.filter((record) => !isLost(record))
  const todo = open.filter(({ isDone }) => !isDone)
  const reseals = (lacksKeys && todo.length > 0) || outdatedShares > 0 ? 1 : 0
  const resealsAfter = todo.some(({ isShared }) => isShared) ? 1 : 0
  const isIdle = todo.length === 0 && reseals === 0
  return {
    total: open.length,
    done: open.length - todo.length,
    remaining: todo.length,
    bytesRemaining: todo.reduce((sum, { opened }) => sum + (opened?.metadata.size ?? 0), 0),
    confirmations: isIdle ? 0 : (rotates ? 1 : 0) + reseals + todo.length + resealsAfter,
    leftovers,
    superseded,
    failed: records.flatMap(({ links: { number, author, pointer }, problem, isDone }) => {
      const error = problem ?? skipped.get(pointer)
      const why = error?.shortMessage ?? (isDone ? undefined : broken.get(pointer))
      return why === undefined ? [] : [{ number, author, problem: why }]
    }),
  }
}

/** How many old copies of a chart's records stores still have to give up, as far as this device knows. */
export async function countLeftovers(
  session: Session,
  chart: ChartId,
  { all }: Pick<HistorySurvey, 'all'>,
): Promise<Known> {
  const entries = (await session.context.leftovers?.list()) ?? []
  const old = entries.filter((entry) => entry.kind === 'replaced' && entry.about?.chart === chart)
  const named = new Set(all.map(({ pointer }) => pointer))
  const waiting = (await listSuperseded(session, chart)).filter(({ pointer }) => !named.has(pointer))
  const count = (list: readonly { readonly pointer: Pointer }[]) =>
    new Set(list.map(({ pointer }) => pointer)).size
  const broken = entries.flatMap((entry): [Pointer, string][] =>
    entry.kind === 'broken' && entry.chart === chart ? [[entry.pointer, entry.problem]] : [],
  )
  return { leftovers: count(old), superseded: count(waiting), broken: new Map(broken) }
}

/** What this device noted of records of a chart before it had them moved. */
export async function listSuperseded({ context }: Session, chart: ChartId) {
  const entries = (await context.leftovers?.list()) ?? []
  return entries.flatMap((entry) =>
    entry.kind === 'superseded' && 'chart' in entry.place && entry.place.chart === chart ? [entry] : [],
  )
}
