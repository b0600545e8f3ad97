import { parseEventLogs } from 'viem'
import { chartsAbi } from '../chain/abi/charts.ts'
import { addCall } from '../chain/calls.ts'
import { readChart } from '../chain/readChart.ts'
import { readFinalBlock } from '../chain/readFinalBlock.ts'
import { waitForBlock } from '../chain/waitForBlock.ts'
import type { ChartId, ChartState, Pointer } from '../chain/types.ts'
import { sectionPublicKey } from '../crypto/keyring.ts'
import { sealRecord } from '../crypto/record.ts'
import {
  CannotWriteError,
  ChartBusyError,
  ChartUnkeyedError,
  SectionMissingError,
  TitleTakenError,
} from '../errors/flows.ts'
import { AmendmentInvalidError } from '../errors/notes.ts'
import { createUpload } from '../ipfs/createUpload.ts'
import { importBody } from '../ipfs/importBody.ts'
import { originalOf, requireAmendable } from './amendments.ts'
import { expiredReaders, isStale, MAX_ATTEMPTS } from './changeKeyring.ts'
import { checkFiles, titleKey } from './checkFiles.ts'
import type { CheckedFile } from './checkFiles.ts'
import { noteOwed } from './deliverOwed.ts'
import { discard } from './leftovers.ts'
import { mapLimit } from './mapLimit.ts'
import { summarize } from './records.ts'
import { rotateChart } from './rotateChart.ts'
import { chartsScope } from './scopes.ts'
import { requireWallet } from './session.ts'
import { noteStored } from './settleStored.ts'
import { submitAct } from './submitAct.ts'
import type { FileInput, FlowOptions, Session } from './types.ts'
import { viewChart } from './view.ts'
import type { ChartView } from './view.ts'

export type AddRecordsParameters = FlowOptions & {
  readonly chart: ChartId
  /** A section number. */
  readonly section: number
  /** One is filed by itself; several are one batch, all or none. */
  readonly files: readonly FileInput[]
  /** The number of the record that the one file corrects: of this account and section. */
  readonly amends?: number
}

/**
 * Encrypts documents for a section, stores them, and files them by one transaction once every byte is confirmed.
 *
 * Before the owner or a delegate files, the keys rotate when a reader's access has expired or the chart is unkeyed. When the epoch
 * moves while the documents are on their way, they are encrypted anew with new keys, and what was stored is given up.
 *
 * @returns the records' numbers, in the order of the files.
 * @throws what `checkFiles` throws, CannotWriteError, ChartUnkeyedError, SectionMissingError, TitleTakenError,
 * AmendmentInvalidError before anything is stored
 * @throws BytesNotConfirmedError, ChartBusyError, and what `submit` throws
 */
export async function addRecords(
  session: Session,
  { chart, section, files, amends = 0, ...options }: AddRecordsParameters,
): Promise<number[]> {
  const wallet = requireWallet(session)
  const { context } = session
  const { onProgress, signal } = options
  const checked = await checkFiles(files, context.config.maxFileBytes)
  if (amends !== 0 && checked.length > 1) throw new AmendmentInvalidError('it takes one file')

  for (let attempt = 1; ; attempt++) {
    onProgress?.({ step: attempt === 1 ? 'reading' : 'retrying', act: 'add' })
    const view = await viewForFiling(session, { chart, section, ...options })
    const corrected = { number: amends, section, author: session.account }
    const amended = amends === 0 ? null : requireAmendable(view.links, corrected)
    if (attempt === 1) await requireNewTitles(session, view, { section, titles: checked, amends })
    if (!(await settle(session, view.state, options))) {
      if (attempt === MAX_ATTEMPTS) throw new ChartBusyError()
      continue
    }
    const stored: Pointer[] = []
    try {
      const total = checked.reduce((sum, { blob }) => sum + blob.size, 0)
      let before = 0
      for (const [index, file] of checked.entries()) {
        const place = { index, count: checked.length, name: file.name }
        const pointer = await storeRecord(
          session,
          view,
          section,
          { ...file, amends: amended?.original ?? null },
          {
            signal,
            onEncrypted: (bytes) => {
              onProgress?.({ step: 'encrypting', done: before + bytes, total, file: place, act: 'add' })
            },
            onFinish: () => {
              onProgress?.({
                step: 'confirming-bytes',
                done: before + file.blob.size,
                total,
                file: place,
                act: 'add',
              })
            },
          },
        )
        stored.push(pointer)
        before += file.blob.size
      }
    } catch (error) {
      await Promise.all(stored.map((pointer) => discard(context, pointer))).catch(() => {})
      throw error
    }
    try {
      const receipt = await submitAct(context, {
        wallet,
        act: 'add',
        chart,
        call: addCall(context.chain, {
          chart,
          epoch: view.state.epoch,
          records: stored.map((pointer) => ({ pointer, section, supersedes: amends })),
        }),
        stored,
        ...options,
      })
      onProgress?.({ step: 'done', act: 'add' })
      const added = parseEventLogs({ abi: chartsAbi, eventName: 'RecordAdded', logs: receipt.logs })
      return stored.map((pointer) => added.find(({ args }) => args.pointer === pointer)!.args.number)
    } catch (error) {
      if (!isStale(error)) throw error
      if (attempt === MAX_ATTEMPTS) throw new ChartBusyError({ cause: error })
    }
  }
}

/** The chart as it may be filed to: keyed, no expired reader left where owner or delegate files, the section writable. */
export async function viewForFiling(
  session: Session,
  { chart, section, ...options }: FlowOptions & { chart: ChartId; section: number },
): Promise<ChartView> {
  let view = await viewChart(session, chart)
  const known = view.sections.find(({ number }) => number === section)
  if (!('managed' in view)) {
    if (known === undefined || !known.canWrite) throw new CannotWriteError()
    if (!view.state.keyed) throw new ChartUnkeyedError()
    return view
  }
  if (view.managed.problem !== null) throw view.managed.problem
  if (known === undefined) throw new SectionMissingError()
  if (!view.state.keyed || expiredReaders(view.managed).length > 0) {
    await rotateChart(session, { chart, ...options })
    view = await viewChart(session, chart)
  }
  return view
}

/**
 * A title names one record of a section, with its corrections; a writer who cannot read the section cannot tell, and may
 * repeat one.
 *
 * @throws TitleTakenError
 */
export async function requireNewTitles(
  session: Session,
  { keyring, links, state }: ChartView,
  {
    section,
    titles,
    amends,
  }: { section: number; titles: readonly Pick<CheckedFile, 'title'>[]; amends: number },
): Promise<void> {
  const wanted = new Map(titles.map(({ title }) => [titleKey(title), title]))
  const corrected = amends === 0 ? 0 : originalOf(links, amends)
  const present = links.filter(
    (record) => record.section === section && originalOf(links, record.number) !== corrected,
  )
  await mapLimit(present, 8, async (record) => {
    const { details } = await summarize(session, { chart: state.id, keyring, links: record, all: links })
    const taken = details === null ? undefined : wanted.get(titleKey(details.title))
    if (taken !== undefined) throw new TitleTakenError(taken)
  })
}

/**
 * Waits until the epoch to file under has the configured confirmations, so that no reorganisation takes it back. One that
 * was taken back is given as many blocks to come again.
 *
 * @returns false when the chart is not any more as it was seen, by a later change or a reorganisation.
 * @throws ChainStalledError
 */
async function settle(
  session: Session,
  { id: chart, epoch, keyring }: ChartState,
  { onProgress, signal }: FlowOptions,
): Promise<boolean> {
  const { chain, config } = session.context
  const total = config.chain.confirmations
  if (total === 0) return true
  let first: bigint | null = null
  let takenBackAt: bigint | null = null
  for (;;) {
    const { head, blockNumber } = await readFinalBlock(chain)
    const [now, before] = await Promise.all([
      readChart(chain, { chart }),
      readChart(chain, { chart, blockNumber }),
    ])
    const isBehind = now === null || now.epoch < epoch
    if (!isBehind && (now.epoch > epoch || now.keyring !== keyring)) return false
    if (!isBehind && before !== null && before.epoch >= epoch) return true
    first ??= head
    takenBackAt = isBehind ? (takenBackAt ?? head) : null
    if (takenBackAt !== null && head > takenBackAt + BigInt(total)) return false
    onProgress?.({
      step: 'reading',
      act: 'add',
      done: Math.min(Math.max(Number(head - first), 0), total),
      total,
    })
    await waitForBlock(chain, { head, signal })
  }
}

/** Encrypts and stores one document and its root. @throws BytesNotConfirmedError, BodyChangedError */
async function storeRecord(
  session: Session,
  { state, keyring }: ChartView,
  section: number,
  file: CheckedFile & { readonly amends: Pointer | null },
  hooks: { signal: AbortSignal | undefined; onEncrypted: (bytes: number) => void; onFinish: () => void },
): Promise<Pointer> {
  const { context, account } = session
  const { signal } = hooks
  const upload = createUpload(context.stores, { required: context.config.storesRequired, signal })
  const { root, pointer } = await sealRecord({
    scope: chartsScope(context),
    chart: state.id,
    section,
    epoch: state.epoch,
    author: account,
    sectionPublicKey: sectionPublicKey(keyring.opened.root, section),
    title: file.title,
    mediaType: file.mediaType,
    happenedAt: file.happenedAt,
    amends: file.amends,
    body: file.blob,
    importBody: async (stream) => (await importBody(stream, { put: upload.put, signal })).cid,
    onProgress: hooks.onEncrypted,
    ...(signal === undefined ? {} : { signal }),
  })
  try {
    await noteStored(context, pointer, { chart: state.id })
    await upload.put(root)
    hooks.onFinish()
    const { failures } = await upload.finish(root.cid)
    await noteOwed(context, pointer, { chart: state.id }, failures)
  } catch (error) {
    await discard(context, pointer).catch(() => {})
    throw error
  }
  return pointer
}
