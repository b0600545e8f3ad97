import { isAddressEqual } from 'viem'
import { acceptCall } from '../chain/calls.ts'
import { readChart } from '../chain/readChart.ts'
import { readRecords } from '../chain/readRecords.ts'
import type { ChartId, RecordLinks } from '../chain/types.ts'
import { rotateKeyring } from '../crypto/keyring.ts'
import { MAX_CHARTS } from '../crypto/vault.ts'
import { ChartIncompleteError, OfferMissingError } from '../errors/flows.ts'
import { changeKeyring, ownKey } from './changeKeyring.ts'
import { changeVault } from './changeVault.ts'
import { isLive, openOfferedKeyring, readState } from './keyrings.ts'
import { mapLimit } from './mapLimit.ts'
import { readReceived } from './readReceived.ts'
import { summarize } from './records.ts'
import { requireWallet } from './session.ts'
import type { FlowOptions, Session } from './types.ts'

export type AcceptChartParameters = FlowOptions & {
  readonly chart: ChartId
  /** Takes a chart over although records in it do not open, and never will. */
  readonly incomplete?: boolean
}

const AT_ONCE = 8

/**
 * Takes over a chart that this account was offered. Its keys are tried on its records first; then the chart is listed in
 * this account's vault, and only then accepted, with keys that are sealed to this account alone. Every access that the
 * former owner gave is void from then on.
 *
 * @returns the session as it is now; use it in place of the one given.
 * @throws VaultFullError when the vault lists as many charts as it can, and this account owns them all
 * @throws OfferMissingError; ChartIncompleteError when a record does not open, and nothing has changed; what opening and
 * checking the keyring throws; otherwise as `changeVault` and `changeKeyring`
 */
export async function acceptChart(
  session: Session,
  { chart, incomplete = false, ...options }: AcceptChartParameters,
): Promise<Session> {
  requireWallet(session)
  const { chain } = session.context
  options.onProgress?.({ step: 'reading', act: 'accept' })
  const offered = await readOffered(session, chart)
  if (!incomplete) await requireComplete(session, offered, options)
  const received = await readReceived(session)
  const gone = received.length < MAX_CHARTS ? [] : await notOwned(session, received)
  const listed = received.includes(chart)
    ? session
    : await changeVault(session, {
        plan: (present) => ({
          ...present,
          charts: [...present.charts.filter((id) => !gone.includes(id)), chart],
        }),
        ...options,
      })
  await changeKeyring(listed, {
    chart,
    act: 'accept',
    read: readOffered,
    plan({ state, keyring }) {
      const { contents } = keyring.opened
      const owner = { account: session.account, ...ownKey(listed) }
      return {
        contents: {
          ...rotateKeyring(contents, state.epoch + 1),
          readers: [{ ...owner, role: 'owner', read: [], write: [], since: 1 }],
          shares: [],
        },
        call: (update) => acceptCall(chain, { chart, update }),
      }
    },
    ...options,
  })
  options.onProgress?.({ step: 'done', act: 'accept' })
  return listed
}

/** Of charts that the vault lists, those that somebody else owns: a full list has no room for them. */
async function notOwned({ context, account }: Session, charts: readonly ChartId[]): Promise<ChartId[]> {
  const found = await mapLimit(charts, AT_ONCE, async (chart) => {
    const state = await readChart(context.chain, { chart })
    return state !== null && isAddressEqual(state.owner, account) ? [] : [chart]
  })
  return found.flat()
}

/** @throws ChartMissingError, OfferMissingError, and what opening and checking the keyring throws */
async function readOffered(session: Session, chart: ChartId) {
  const { moment, state } = await readState(session, chart)
  const { offer } = state
  const isMine = offer !== null && isAddressEqual(offer.successor, session.account) && isLive(offer, moment)
  if (!isMine) throw new OfferMissingError()
  return { moment, state, keyring: await openOfferedKeyring(session, { moment, state }) }
}

/**
 * Opens records until each section and epoch that has some has shown that its key is the right one; each relocated
 * record has its own.
 *
 * @throws ChartIncompleteError
 */
async function requireComplete(
  session: Session,
  { state, moment, keyring }: Awaited<ReturnType<typeof readOffered>>,
  { onProgress, signal }: FlowOptions,
): Promise<void> {
  const { id: chart, count } = state
  const all = await readRecords(session.context.chain, { chart, to: count, blockNumber: moment.number })
  const keyOf = ({ section, epoch, number, pointer, original }: RecordLinks) =>
    `${section} ${epoch} ${pointer === original ? '' : number}`
  const groups = [...Map.groupBy(all, keyOf).values()]
  let done = 0
  const failed = await mapLimit(groups, AT_ONCE, async (group) => {
    let isOpen = false
    for (const links of group) {
      signal?.throwIfAborted()
      const { state: outcome } = await summarize(session, { chart, keyring, links, all, signal })
      isOpen = outcome === 'readable'
      if (isOpen) break
    }
    onProgress?.({ step: 'reading', done: ++done, total: groups.length, act: 'accept' })
    return isOpen ? [] : group.map(({ number }) => number)
  })
  const numbers = failed.flat().toSorted((a, b) => a - b)
  if (numbers.length > 0) throw new ChartIncompleteError(numbers)
}
