import { chartId } from '../chain/chartId.ts'
import { openCall } from '../chain/calls.ts'
import { readChart } from '../chain/readChart.ts'
import type { ChartId } from '../chain/types.ts'
import { createKeyringContents, MAX_LABEL, MAX_SECTIONS, MAX_TITLE } from '../crypto/keyring.ts'
import { textProblem } from '../crypto/object.ts'
import { drawSectionNumbers } from '../crypto/sectionKeys.ts'
import { TransactionRevertedError } from '../errors/chain.ts'
import {
  ChartBusyError,
  NameInvalidError,
  SectionNameTakenError,
  SectionsInvalidError,
} from '../errors/flows.ts'
import { adoptFiled, MAX_ATTEMPTS, storeKeyring } from './changeKeyring.ts'
import { chartsScope } from './scopes.ts'
import { requireWallet } from './session.ts'
import { submitAct } from './submitAct.ts'
import type { FlowOptions, Session } from './types.ts'

export type OpenChartParameters = FlowOptions & {
  /** Sealed; who is given access sees it. */
  readonly title: string
  /** The sections' names. Sealed; their numbers are drawn at random. */
  readonly sections: readonly string[]
}

/**
 * Opens a chart of this account's own, with its first keys sealed to the owner alone.
 *
 * @throws NameInvalidError, SectionsInvalidError, SectionNameTakenError before anything is stored
 * @throws BytesNotConfirmedError, and what `submit` throws
 */
export async function openChart(
  session: Session,
  { title, sections, ...options }: OpenChartParameters,
): Promise<ChartId> {
  const wallet = requireWallet(session)
  const { context, account, keys } = session
  const chartTitle = title.trim().normalize()
  const problem = textProblem(chartTitle, MAX_TITLE, 1)
  if (problem !== null) throw new NameInvalidError(`it ${problem}`)
  const labels = checkLabels(sections)

  for (let attempt = 1; ; attempt++) {
    options.onProgress?.({ step: attempt === 1 ? 'reading' : 'retrying', act: 'open' })
    const n = await firstFree(session)
    const chart = chartId(account, n)
    const numbers = drawSectionNumbers(labels.length)
    const contents = createKeyringContents({
      scope: chartsScope(context),
      chart,
      title: chartTitle,
      sections: labels.map((label, index) => ({ number: numbers[index]!, label })),
      owner: { account, publicKey: keys.pairs[0].publicKey, profile: keys.profile },
    })
    const stored = await storeKeyring(session, contents, options)
    try {
      await submitAct(context, {
        wallet,
        act: 'open',
        chart,
        call: openCall(context.chain, { n, keyring: stored.pointer }),
        stored: [stored.pointer],
        ...options,
      })
      await adoptFiled(session, contents, stored)
      options.onProgress?.({ step: 'done', act: 'open' })
      return chart
    } catch (error) {
      if (!(error instanceof TransactionRevertedError) || error.errorName !== 'ChartsAlreadyOpen') throw error
      if (attempt === MAX_ATTEMPTS) throw new ChartBusyError({ cause: error })
    }
  }
}

/** The first `n` under which this account has opened no chart. */
export async function firstFree({ context, account }: Session): Promise<number> {
  for (let n = 0; ; n++) {
    if ((await readChart(context.chain, { chart: chartId(account, n) })) === null) return n
  }
}

function checkLabels(sections: readonly string[]): string[] {
  const labels = sections.map((label) => label.trim().normalize())
  if (labels.length === 0) throw new SectionsInvalidError('a chart needs at least one')
  if (labels.length > MAX_SECTIONS) throw new SectionsInvalidError(`a chart has at most ${MAX_SECTIONS}`)
  const seen = new Set<string>()
  for (const label of labels) {
    const problem = textProblem(label, MAX_LABEL, 1)
    if (problem !== null) throw new SectionsInvalidError(`a name ${problem}`)
    const key = label.toLocaleLowerCase('en')
    if (seen.has(key)) throw new SectionNameTakenError(label)
    seen.add(key)
  }
  return labels
}
