import { isAddressEqual } from 'viem'
import type { ChartId } from '../chain/types.ts'
import { equalBytes } from '../crypto/bytes.ts'
import { BaseError } from '../errors/BaseError.ts'
import { ChainRequestFailedError, UserRejectedError } from '../errors/chain.ts'
import { readManaged } from './keyrings.ts'
import { listChartsActedFor } from './listChartsActedFor.ts'
import { listOwnCharts } from './listOwnCharts.ts'
import { listPeopleToTell } from './listPeopleToTell.ts'
import type { PersonToTell } from './listPeopleToTell.ts'
import { rotateChart } from './rotateChart.ts'
import type { FlowOptions, Session } from './types.ts'

/** What a new account key asked for beyond the account itself. */
export type Renewal = {
  /** Charts that have new keys now, sealed to the new account key: own ones, and those whose owners it acts for. */
  readonly renewed: readonly ChartId[]
  /** Those that still wait for theirs: call `renewCharts` again. Null if unknown now. */
  readonly waiting: readonly WaitingChart[] | null
  /** Those to be told that this account's key changed, as `listPeopleToTell` says at any time. Null if unknown now. */
  readonly tell: readonly PersonToTell[] | null
}

export type WaitingChart = {
  readonly chart: ChartId
  readonly title: string | null
  /** Why, as a sentence. */
  readonly problem: string | null
}

/**
 * Rotates each own chart, and each whose owner this account acts for, whose keyring is still sealed to an earlier key of
 * this account. A chart that fails is named and keeps nobody from the others, so this may be repeated until none waits.
 * After one refusal in the wallet it is not asked again for the others. Stopped by its signal, it gives what was done until
 * then, and the rest as waiting.
 *
 * @throws ChainUnreachableError when the charts cannot be listed
 */
export async function renewCharts(session: Session, options: FlowOptions = {}): Promise<Renewal> {
  const renewed: ChartId[] = []
  const waiting: WaitingChart[] = []
  let refusal: UserRejectedError | null = null
  const isStopped = () => options.signal?.aborted === true
  const charts = await listChartsToRenew(session)
  for (const [index, chart] of charts.entries()) {
    if (isStopped()) {
      waiting.push(...charts.slice(index))
      break
    }
    try {
      if (refusal !== null) throw refusal
      await rotateChart(session, { chart: chart.chart, ...options })
      renewed.push(chart.chart)
    } catch (error) {
      if (!(error instanceof BaseError) && !isStopped()) throw error
      if (error instanceof UserRejectedError) refusal = error
      waiting.push(error instanceof BaseError ? { ...chart, problem: error.shortMessage } : chart)
    }
  }
  return { renewed, waiting, tell: await peopleToTell(session) }
}

/**
 * As `renewCharts`, for what has published a new account key already: whatever ends it, the new session must reach its
 * caller, and `listChartsToRenew` tells later what waits.
 */
export async function renewChartsAfterwards(session: Session, options: FlowOptions): Promise<Renewal> {
  try {
    return await renewCharts(session, options)
  } catch (error) {
    if (!(error instanceof BaseError) && options.signal?.aborted !== true) throw error
    return { renewed: [], waiting: null, tell: null }
  }
}

/**
 * Own charts, and those whose owners this account acts for, whose keys are still sealed to an earlier key of it, as after
 * an interrupted renewal. One whose keyring cannot be opened now is among them, with the reason.
 *
 * @throws ChainUnreachableError
 */
export async function listChartsToRenew(session: Session): Promise<WaitingChart[]> {
  const charts: WaitingChart[] = []
  const [current] = session.keys.pairs
  const own = await listOwnCharts(session)
  const acted = await listChartsActedFor(session).catch((error: unknown) => {
    // A node that gives no logs keeps nobody from renewing the own ones.
    if (error instanceof ChainRequestFailedError) return []
    throw error
  })
  for (const { id, title } of [...own, ...acted]) {
    try {
      const { contents } = (await readManaged(session, id)).keyring.opened
      const self = contents.readers.find(({ account }) => isAddressEqual(account, session.account))
      if (self !== undefined && equalBytes(self.publicKey, current.publicKey)) continue
      charts.push({ chart: id, title, problem: null })
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
      charts.push({ chart: id, title, problem: error.shortMessage })
    }
  }
  return charts
}

async function peopleToTell(session: Session): Promise<Renewal['tell']> {
  try {
    return await listPeopleToTell(session)
  } catch (error) {
    if (error instanceof BaseError) return null
    throw error
  }
}
