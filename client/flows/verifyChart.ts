import type { ChartId } from '../chain/types.ts'
import { wipe } from '../crypto/bytes.ts'
import { BaseError } from '../errors/BaseError.ts'
import { checkStoredNote } from './checkNote.ts'
import { readChecked } from './exportChart.ts'
import { createSessionMemory, wipeKeyring } from './keys.ts'
import { openRoot, recordState } from './records.ts'
import type { FlowOptions, Session, VerifyReport } from './types.ts'
import { viewChart } from './view.ts'

/**
 * Checks a whole chart anew, trusting nothing that was read before: folds the head, checks the owner's keyring whole,
 * and reads every record in reach to its last block against its pointer, its commitment and its digest.
 *
 * @throws ChartMissingError, NoAccessError, ChainUnreachableError; and what opening the keyring throws
 */
export async function verifyChart(
  session: Session,
  { chart, onProgress, signal }: FlowOptions & { readonly chart: ChartId },
): Promise<VerifyReport> {
  const count = { blocks: 0, bytes: 0 }
  const fresh = afresh(session, count)
  try {
    onProgress?.({ step: 'reading' })
    const view = await viewChart(fresh, chart)
    const { keyring, links: all } = view
    const fault = 'managed' in view ? view.managed.problem : null
    const isKeyringSound = 'managed' in view ? fault === null : null
    const problems: string[] = []
    if (!view.isHeadVerified) problems.push('The list of records is not the one that the chain commits to.')
    if (fault !== null) problems.push(fault.shortMessage)
    if (!view.state.keyed)
      problems.push('The chart has no keys for its epoch: an access ended and they were not renewed.')
    const records: VerifyReport['records'][number][] = []
    for (const links of all) {
      signal?.throwIfAborted()
      onProgress?.({ step: 'reading', done: records.length, total: all.length })
      try {
        const opened = await openRoot(fresh, { chart, keyring, links, all, signal })
        const stored = await readChecked(fresh, opened, signal)
        const note = await checkStoredNote(fresh.context, { chart, author: links.author, opened, stored })
        const isWrong = note?.state === 'invalid'
        const problem = isWrong ? 'The signature does not fit: this is not what that account signed.' : null
        records.push({ number: links.number, state: 'readable', problem, note: note?.state ?? null })
      } catch (error) {
        if (!(error instanceof BaseError)) throw error
        records.push({
          number: links.number,
          state: recordState(error),
          problem: error.shortMessage,
          note: null,
        })
      }
    }
    const failed = records.filter(({ state, problem }) => problem !== null && state !== 'no-access')
    problems.push(...failed.map(({ number, problem }) => `Record ${number}: ${problem}`))
    onProgress?.({ step: 'done' })
    return {
      chart,
      isSound: problems.length === 0,
      isHeadVerified: view.isHeadVerified,
      isKeyringSound,
      count: all.length,
      verified: records.filter(({ state }) => state === 'readable').length,
      records,
      ...count,
      problems,
    }
  } finally {
    const { memory } = fresh.keys
    const opened = memory.keyrings.get(chart)
    if (opened !== undefined && opened.pointer !== '0x') {
      opened.sectionKeys.wipe()
      wipeKeyring(opened.opened)
    }
    wipe(...[...memory.records.values()].map(({ recordKey }) => recordKey))
  }
}

/** The same session with nothing remembered but the last keyring, to compare with, and its stores counted. */
function afresh(session: Session, count: { blocks: number; bytes: number }): Session {
  const { context, keys } = session
  const keyrings = [...keys.memory.keyrings].map(([id, entry]) => [id, { ...entry, pointer: '0x' }] as const)
  return {
    ...session,
    keys: { ...keys, memory: { ...createSessionMemory(), keyrings: new Map(keyrings) } },
    context: {
      ...context,
      stores: context.stores.map((store) => ({
        ...store,
        async fetchBlock(cid, options) {
          const bytes = await store.fetchBlock(cid, options)
          count.blocks += 1
          count.bytes += bytes.length
          return bytes
        },
      })),
    },
  }
}
