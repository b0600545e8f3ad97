import { relocateCall, resealCall } from '../chain/calls.ts'
import { readChart } from '../chain/readChart.ts'
import { readFinalBlock } from '../chain/readFinalBlock.ts'
import { readRecords } from '../chain/readRecords.ts'
import type { ChartId, Pointer, RecordLinks, Wallet } from '../chain/types.ts'
import { waitForBlock } from '../chain/waitForBlock.ts'
import { compareRelocations } from '../crypto/keyring.ts'
import type { Relocation } from '../crypto/keyring.ts'
import { padme } from '../crypto/padme.ts'
import { relocateRecord } from '../crypto/record.ts'
import type { OpenedRecord as OpenedRecordRoot } from '../crypto/record.ts'
import { BaseError } from '../errors/BaseError.ts'
import { ChainStalledError, TransactionRevertedError } from '../errors/chain.ts'
import { ChartBusyError } from '../errors/flows.ts'
import { BytesNotConfirmedError } from '../errors/ipfs.ts'
import { cidOfPointer } from '../ipfs/cid.ts'
import { createUpload } from '../ipfs/createUpload.ts'
import { importBody } from '../ipfs/importBody.ts'
import { readFile } from '../ipfs/readFile.ts'
import { changeKeyring, present } from './changeKeyring.ts'
import { readOwned } from './keyrings.ts'
import type { ManagedChart } from './keyrings.ts'
import { deliverOwed, noteOwed } from './deliverOwed.ts'
import { discard, dropLeftovers, forget } from './leftovers.ts'
import { mapLimit } from './mapLimit.ts'
import { openRoot, recordState } from './records.ts'
import { rotateChart } from './rotateChart.ts'
import { chartsScope } from './scopes.ts'
import { requireWallet } from './session.ts'
import { isOutdated, readFormerPointers, withCurrentShares } from './shares.ts'
import { forgetSuperseded, noteSuperseded } from './settleSuperseded.ts'
import { isSettled, submitAct } from './submitAct.ts'
import { countLeftovers, historyState, listSuperseded, surveyHistory } from './surveyHistory.ts'
import type { EarlierRecord, HistorySurvey } from './surveyHistory.ts'
import type { FlowOptions, HistoryState, Session } from './types.ts'

export type ReencryptHistoryParameters = FlowOptions & { readonly chart: ChartId }

/** Records that are stored before the wallet is asked for each of them. */
const BATCH_RECORDS = 8
const BATCH_BYTES = 33_554_432
/** Batches that other devices may thwart, one after another. */
const MAX_THWARTED = 3

/**
 * Encrypts anew what was filed under earlier keys, so that it opens no more to those whose access has ended since, and
 * has the stores give up the old copies. What somebody read or copied before stays known.
 *
 * First a `reseal` adds the new keys to the keyring. Then, batch by batch, each record is read and checked, encrypted
 * under the present epoch's key and stored; the wallet is asked once for each record. Shares of a record are sealed anew
 * right after. An old copy is given up only once the chain says finally that the record is elsewhere, the new copy opens,
 * and nobody's share needs the old one. The keys rotate first where somebody holds the present ones who should not.
 *
 * What is done is read from chain and stores, so this may be interrupted anywhere and called again. A record that does
 * not open, or whose document no store has, is named in `failed` and left as it is.
 *
 * @returns what remains: nothing, unless some records failed.
 * @throws NotOwnerError, BytesNotConfirmedError, ChartBusyError, and what reading the chart and submitting throw; what was
 * done by then stays done
 */
export async function reencryptHistory(
  session: Session,
  { chart, ...options }: ReencryptHistoryParameters,
): Promise<HistoryState> {
  const wallet = requireWallet(session)
  const { context } = session
  options.onProgress?.({ step: 'reading', act: 'relocate' })
  await dropLeftovers(context)
  await deliverOwed(context, options)
  const skipped = new Map<Pointer, BaseError>()
  const discarded = new Set<Pointer>()
  let relocated = 0
  let thwarted = 0
  let takenBack = 0
  for (;;) {
    options.signal?.throwIfAborted()
    let managed = await readOwned(session, chart)
    let survey = await surveyHistory(session, managed, options)
    const isTodo = ({ isDone, opened, links }: EarlierRecord) =>
      opened !== null && !isDone && !skipped.has(links.pointer)
    if (survey.rotates && survey.records.some(isTodo)) {
      await rotateChart(session, { chart, ...options })
      continue
    }
    if (!survey.rotates && (survey.outdatedShares > 0 || (survey.lacksKeys && survey.records.some(isTodo)))) {
      await addKeys(session, chart, options)
      managed = await readOwned(session, chart)
      survey = await surveyHistory(session, managed, options)
      if (survey.rotates || (survey.lacksKeys && survey.records.some(isTodo))) continue
    }
    const ready = await settlePrepared(session, survey, chart)
    const todo = survey.records.filter(isTodo)
    const isLast = todo.length === 0
    if (!(await discardReplaced(session, managed, survey, { discarded, isLast, ...options }))) {
      if (++takenBack > MAX_THWARTED) throw new ChartBusyError()
      continue
    }
    if (isLast) {
      options.onProgress?.({ step: 'done', act: 'relocate' })
      return historyState(survey, { ...(await countLeftovers(session, chart, survey)), skipped })
    }
    const count = relocated + todo.length
    const moved = await moveBatch(session, wallet, managed, survey, {
      batch: nextBatch(todo),
      ready,
      skipped,
      from: relocated,
      count,
      ...options,
    })
    relocated += moved
    thwarted = moved > 0 || survey.records.filter(isTodo).length < todo.length ? 0 : thwarted + 1
    if (thwarted === MAX_THWARTED) throw new ChartBusyError()
  }
}

/** Adds the keys that relocated records need, and seals those shares anew whose records were relocated. */
async function addKeys(session: Session, chart: ChartId, options: FlowOptions): Promise<void> {
  await changeKeyring(session, {
    chart,
    act: 'reseal',
    read: readOwned,
    async plan(managed) {
      const contents = present(managed)
      const { records, keyEpoch } = await surveyHistory(session, managed, options)
      const added = records
        .filter(({ opened, isDone }) => opened !== null && !isDone && keyEpoch === contents.epoch)
        .map(({ links: { section, epoch } }): Relocation => ({ section, epoch, keyEpoch }))
      const relocations = [...contents.relocations, ...added].toSorted(compareRelocations)
      const distinct = relocations.filter(
        (entry, index) => index === 0 || compareRelocations(relocations[index - 1]!, entry) !== 0,
      )
      return {
        contents: await withCurrentShares(session, managed, { ...contents, relocations: distinct }),
        call: (update) => resealCall(session.context.chain, { chart, update }),
      }
    },
    ...options,
  })
}

/** Those that are shared come last, so that their shares are sealed anew once. */
function nextBatch(todo: readonly EarlierRecord[]): EarlierRecord[] {
  const batch: EarlierRecord[] = []
  let bytes = 0
  for (const record of todo.toSorted((a, b) => Number(a.isShared) - Number(b.isShared))) {
    bytes += record.opened?.metadata.size ?? 0
    if (batch.length > 0 && (batch.length === BATCH_RECORDS || bytes > BATCH_BYTES)) break
    batch.push(record)
  }
  return batch
}

type Prepared = {
  readonly links: RecordLinks
  readonly pointer: Pointer
  readonly title: string
  /** Stored by an earlier run, which may have sent it: not for this one to give up. */
  readonly isReused: boolean
}

type BatchParameters = FlowOptions & {
  readonly batch: readonly EarlierRecord[]
  /** By record number: stored by an earlier run for the pointer and the epoch of now. */
  readonly ready: ReadonlyMap<number, Pointer>
  /** Takes those records up that cannot be moved. */
  readonly skipped: Map<Pointer, BaseError>
  /** How many records were moved before, of how many. */
  readonly from: number
  readonly count: number
}

/** Stores a batch and files where it is. @returns how many records were moved. */
async function moveBatch(
  session: Session,
  wallet: Wallet,
  managed: ManagedChart,
  survey: HistorySurvey,
  { batch, ready, skipped, from, count, onProgress, signal }: BatchParameters,
): Promise<number> {
  const { context } = session
  const { id: chart, epoch } = managed.state
  const prepared: Prepared[] = []
  let moved = 0
  const giveUp = async ({ pointer, links, isReused }: Prepared) => {
    if (!isReused) await discard(context, pointer, { chart, number: links.number })
  }
  const options = { signal, count, onProgress }
  try {
    for (const { links, opened } of batch) {
      signal?.throwIfAborted()
      const index = from + prepared.length
      try {
        const found = ready.get(links.number)
        const isUsable =
          found !== undefined && (await isStoredWhole(session, managed, survey, links, found, signal))
        const pointer = isUsable
          ? found
          : await store(session, managed, links, opened!, { index, ...options })
        prepared.push({ links, pointer, title: opened!.metadata.title, isReused: pointer === found })
      } catch (error) {
        if (!(error instanceof BaseError) || error instanceof BytesNotConfirmedError) throw error
        skipped.set(links.pointer, error)
        if (recordState(error) !== 'unavailable') {
          const { pointer } = links
          await context.leftovers?.set({ kind: 'broken', pointer, chart, problem: error.shortMessage })
        }
      }
    }
    // A rotation meanwhile asks for other keys: what is stored would have to be encrypted once more.
    const now = await readChart(context.chain, { chart })
    if (now === null || now.epoch !== epoch || !now.keyed) {
      await Promise.all(prepared.splice(0).map(giveUp))
      return 0
    }
    while (prepared.length > 0) {
      signal?.throwIfAborted()
      const next = prepared[0]!
      const file = { index: from + moved, count, name: next.title }
      const isMoved = await relocate(session, wallet, chart, next, {
        ...(signal === undefined ? {} : { signal }),
        onAsked: () => prepared.shift(),
        onVoid: () => giveUp(next),
        onProgress: (progress) => onProgress?.({ ...progress, file }),
      })
      if (isMoved) moved += 1
    }
    return moved
  } catch (error) {
    // What the wallet was never asked to send can never take effect.
    await Promise.all(prepared.map(giveUp)).catch(() => {})
    throw error
  }
}

/** Encrypts a record under its new key and stores it. @throws BytesNotConfirmedError, and what reading it throws */
async function store(
  session: Session,
  { state, keyring }: ManagedChart,
  { number, section, epoch, author, pointer: from }: RecordLinks,
  opened: OpenedRecordRoot,
  {
    index,
    count,
    onProgress,
    signal,
  }: {
    index: number
    count: number
    onProgress: FlowOptions['onProgress'] | undefined
    signal: AbortSignal | undefined
  },
): Promise<Pointer> {
  const { context } = session
  const { metadata } = opened
  const keyEpoch = state.epoch
  const key = (await keyring.sectionKeys.find({ section, epoch, keyEpoch }))!
  const file = { index, count, name: metadata.title }
  const show = (step: 'encrypting' | 'confirming-bytes', done: number) =>
    onProgress?.({ step, done, total: metadata.size, file, act: 'relocate' })
  const upload = createUpload(context.stores, { required: context.config.storesRequired, signal })
  show('encrypting', 0)
  const { root, pointer } = await relocateRecord({
    scope: chartsScope(context),
    chart: state.id,
    section,
    epoch,
    author,
    keyEpoch,
    sectionPublicKey: key.publicKey,
    opened,
    body: readFile(context.stores, opened.body, { maxBytes: padme(metadata.cipherSize), signal }),
    importBody: async (stream) => (await importBody(stream, { put: upload.put, signal })).cid,
    onProgress: (done) => show('encrypting', done),
  })
  const place = { chart: state.id }
  await context.leftovers?.set({ kind: 'prepared', pointer, ...place, number, from, keyEpoch })
  try {
    await upload.put(root)
    show('confirming-bytes', metadata.size)
    const { failures } = await upload.finish(root.cid)
    await noteOwed(context, pointer, place, failures)
  } catch (error) {
    await discard(context, pointer, { ...place, number }).catch(() => {})
    throw error
  }
  return pointer
}

/** Whether enough stores keep all of a record that an earlier run stored, and it is what it should be. */
async function isStoredWhole(
  session: Session,
  { state, keyring }: ManagedChart,
  { all }: HistorySurvey,
  links: RecordLinks,
  pointer: Pointer,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { stores, config } = session.context
  const kept = await Promise.all(
    stores
      .filter(({ isWritable }) => isWritable)
      .map((each) => succeeds(() => each.pin(cidOfPointer(pointer), { signal }))),
  )
  if (kept.filter(Boolean).length < config.storesRequired) return false
  return succeeds(() =>
    openRoot(session, { chart: state.id, keyring, links: { ...links, pointer }, all, signal }),
  )
}

async function succeeds(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (error instanceof BaseError) return false
    throw error
  }
}

/**
 * Names a record's new place on the chain.
 *
 * @returns false when another device had moved it meanwhile.
 */
async function relocate(
  session: Session,
  wallet: Wallet,
  chart: ChartId,
  { links: { number, pointer: from }, pointer, isReused }: Prepared,
  {
    onAsked,
    onVoid,
    ...options
  }: FlowOptions & { readonly onAsked: () => void; readonly onVoid: () => Promise<void> },
): Promise<boolean> {
  const { context } = session
  const call = relocateCall(context.chain, { chart, number, from, to: pointer })
  let isAsked = false
  try {
    await noteSuperseded(context, { pointer: from, by: pointer, place: { chart }, number })
    await submitAct(context, {
      wallet,
      act: 'relocate',
      chart,
      call,
      ...options,
      onProgress(progress) {
        // A wallet that fails from here on may have sent it all the same.
        if (!isAsked && progress.step === 'asking-wallet') {
          isAsked = true
          onAsked()
        }
        options.onProgress?.(progress)
      },
    })
    await forget(context, pointer, ['prepared'])
    return true
  } catch (error) {
    if (!(error instanceof TransactionRevertedError) || error.errorName !== 'ChartsStalePointer') {
      // What an earlier run stored it may have sent too.
      if (!isReused && (!isAsked || isSettled(error))) {
        await forgetSuperseded(context, { pointer: from, by: pointer }).catch(() => {})
      }
      if (isAsked && isSettled(error)) await onVoid().catch(() => {})
      throw error
    }
    if (!isAsked) onAsked()
    const [now] = await readRecords(context.chain, { chart, from: number, to: number })
    if (now?.pointer === pointer) {
      await forget(context, pointer, ['prepared'])
      return true
    }
    // Where this device keeps notes, the next look at them gives it up, once the chain is final.
    if (context.leftovers === null) await discard(context, pointer)
    return false
  }
}

/**
 * What earlier runs stored and did not see filed: forgotten where the chain names it, given up where the chain says finally
 * that it names another pointer than it was to replace, since it can never be filed then.
 *
 * @returns what may still be filed, by record number.
 */
async function settlePrepared(
  session: Session,
  { all, keyEpoch }: HistorySurvey,
  chart: ChartId,
): Promise<Map<number, Pointer>> {
  const { context } = session
  const entries = ((await context.leftovers?.list()) ?? []).flatMap((entry) =>
    entry.kind === 'prepared' && entry.chart === chart ? [entry] : [],
  )
  const ready = new Map<number, Pointer>()
  if (entries.length === 0) return ready
  const { named: final } = await finalPointers(session, chart, [])
  for (const { pointer, number, from, keyEpoch: preparedFor } of entries) {
    const present = all[number - 1]?.pointer
    if (present === pointer) await forget(context, pointer, ['prepared'])
    else if (present === from) {
      if (preparedFor === keyEpoch) ready.set(number, pointer)
    } else if (final !== null && !final.has(from) && !final.has(pointer)) {
      await discard(context, pointer, { chart, number })
    }
  }
  return ready
}

/**
 * Has the stores give up what relocated records were before. Not before the chain says so finally, the new copy opens,
 * and no share needs the old one; and not what another record of the chart is.
 *
 * @returns false when a reorganisation took a relocation back meanwhile, so that there is more to do.
 */
async function discardReplaced(
  session: Session,
  managed: ManagedChart,
  { all, keyEpoch, records }: HistorySurvey,
  { discarded, isLast, ...options }: FlowOptions & { discarded: Set<Pointer>; isLast: boolean },
): Promise<boolean> {
  const { signal } = options
  const { context } = session
  const { id: chart } = managed.state
  const moved = records.filter(({ links }) => links.pointer !== links.original)
  if (moved.length === 0) return true
  const former = await readFormerPointers(context.chain, chart)
  const { shares } = managed.keyring.opened.contents
  const needed = new Set(shares.filter((share) => isOutdated(share, all)).map((share) => share.pointer))
  const present = new Set(all.map(({ pointer }) => pointer))
  const noted = await listSuperseded(session, chart)
  const replaced = moved.flatMap(({ links, opened }) => {
    if (opened === null || opened.keyEpoch > keyEpoch) return []
    const before = new Set([
      links.original,
      ...(former.get(links.number) ?? []),
      ...noted.flatMap(({ pointer, number }) => (number === links.number ? [pointer] : [])),
    ])
    return [...before]
      .filter((pointer) => !present.has(pointer) && !needed.has(pointer) && !discarded.has(pointer))
      .map((pointer) => ({ pointer, chart, number: links.number }))
  })
  const { named: final, isTakenBack } = await finalPointers(
    session,
    chart,
    isLast ? replaced.map(({ pointer }) => pointer) : [],
    options,
  )
  await mapLimit(replaced, 4, async (entry) => {
    if (final === null || final.has(entry.pointer)) return
    // An event alone says where a record was in between: a node may make one up.
    const links = all[entry.number - 1]!
    const former = { ...links, pointer: entry.pointer }
    const { keyring } = managed
    const isFormer =
      entry.pointer === links.original ||
      noted.some(({ pointer, number }) => pointer === entry.pointer && number === entry.number) ||
      (await succeeds(() => openRoot(session, { chart, keyring, links: former, all, signal })))
    if (!isFormer) return
    await discard(context, entry.pointer, { chart, number: entry.number })
    discarded.add(entry.pointer)
  })
  return !isTakenBack
}

/**
 * The pointers that the chain names at its configured depth, null when it does not know the chart there yet. Waits until
 * none of `gone` is among them, unless the chain stalls, or names one of them again after a reorganisation.
 */
async function finalPointers(
  { context }: Session,
  chart: ChartId,
  gone: readonly Pointer[],
  { onProgress, signal }: FlowOptions = {},
): Promise<{ readonly named: ReadonlySet<Pointer> | null; readonly isTakenBack: boolean }> {
  const { chain, config } = context
  const total = config.chain.confirmations
  let first: bigint | null = null
  for (;;) {
    const { head, blockNumber } = await readFinalBlock(chain)
    const named = await pointersAt(chain, chart, blockNumber)
    const isNamed = (pointer: Pointer) => named === null || named.has(pointer)
    if (total === 0 || !gone.some(isNamed)) return { named, isTakenBack: false }
    const present = await pointersAt(chain, chart)
    if (present === null || gone.some((pointer) => present.has(pointer))) return { named, isTakenBack: true }
    first ??= head
    const done = Math.min(Math.max(Number(head - first), 0), total)
    onProgress?.({ step: 'confirming', act: 'relocate', done, total })
    try {
      await waitForBlock(chain, { head, signal })
    } catch (error) {
      // What it is not final about is noted, and settled later.
      if (error instanceof ChainStalledError) return { named, isTakenBack: false }
      throw error
    }
  }
}

/** The pointers of all records as the chain names them at a block; null when it does not know the chart there. */
async function pointersAt(
  chain: Session['context']['chain'],
  chart: ChartId,
  blockNumber?: bigint,
): Promise<ReadonlySet<Pointer> | null> {
  const at = blockNumber === undefined ? {} : { blockNumber }
  const state = await readChart(chain, { chart, ...at })
  if (state === null) return null
  return new Set((await readRecords(chain, { chart, to: state.count, ...at })).map(({ pointer }) => pointer))
}
