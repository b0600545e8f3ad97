import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Address } from 'viem'
import {
  accountState,
  checkDeployment,
  createContext,
  createLocalWallet,
  listChartsActedFor,
  listChartsOpenTo,
  listOwnCharts,
  listSharedWithMe,
  loadChart,
  parseChartkeyConfig,
  resumePending,
  unlockAccount,
  UnlockerUnknownError,
} from '#client'
import type {
  ChartContents,
  ChartId,
  ChartkeyConfig,
  Context,
  SectionSummary,
  Session,
  Wallet,
} from '#client'
import { createFileStorage } from '../lib/fileStorage.ts'
import { PROJECT_ROOT } from '../lib/processes.ts'
import { readPrivateKey } from '../lib/readPrivateKey.ts'
import { CommandError, UsageError } from './errors.ts'
import { parseAddress, parseChartId } from './parse.ts'
import type { Run } from './types.ts'
import { WAY_WORDS } from './wayWords.ts'

const CONFIG_FILE = path.join(PROJECT_ROOT, '.chartkey', 'chartkey.json')

/** The deployment and this account's wallet, with what an earlier command left to be finished. */
export async function connect(run: Run): Promise<{ context: Context; wallet: Wallet }> {
  const { config, file } = await readConfig(run)
  const wallet = await openWallet(config)
  return { context: await openContext(run, config, file), wallet }
}

async function readConfig({ values }: Run): Promise<{ config: ChartkeyConfig; file: string }> {
  const file = path.resolve(values.config ?? CONFIG_FILE)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandError(
      `There is no ${file}. Run \`npm start\` or \`npm run deploy\`, or name one with --config.`,
    )
  })
  return { config: parseChartkeyConfig(text), file }
}

async function openWallet(config: ChartkeyConfig): Promise<Wallet> {
  const privateKey = await readPrivateKey()
  try {
    return createLocalWallet({ config, privateKey })
  } catch {
    throw new CommandError('The key is not one of an Ethereum account.')
  }
}

async function openContext({ terminal }: Run, config: ChartkeyConfig, file: string): Promise<Context> {
  const storage = createFileStorage(path.join(path.dirname(file), 'state.json'))
  const context = createContext(config, { storage })
  await checkDeployment(context.chain)
  await resumePending(context, { onProgress: terminal.show })
  return context
}

/** Opens the account by its wallet's signature or, with --recovery, by its recovery code. */
export async function unlock(run: Run): Promise<Session> {
  const { values, terminal } = run
  const onProgress = terminal.show
  if (values.account !== undefined && !values.recovery)
    throw new UsageError(
      '--account goes with --recovery: without its key, an account opens by its code alone.',
    )
  if (!values.recovery) {
    const { context, wallet } = await connect(run)
    try {
      return await unlockAccount(context, { wallet, onProgress })
    } catch (error) {
      if (!(error instanceof UnlockerUnknownError)) throw error
      throw new CommandError(await otherWays(context, wallet.account), { cause: error })
    }
  }
  const { config, file } = await readConfig(run)
  const wallet = values.account === undefined ? await openWallet(config) : null
  const account = values.account === undefined ? wallet!.account : parseAddress(values.account)
  const context = await openContext(run, config, file)
  const recoveryCode = await terminal.askCode('Recovery code: ', { isHidden: true })
  if (recoveryCode === null || recoveryCode.trim() === '')
    throw new CommandError(
      'No recovery code came. Type it when asked, or give it as a line of standard input.',
    )
  return unlockAccount(context, {
    account,
    recoveryCode,
    ...(wallet === null ? {} : { wallet }),
    onProgress,
  })
}

async function otherWays(context: Context, account: Address): Promise<string> {
  const state = await accountState(context, account)
  const kinds = state === 'none' ? [] : [...new Set(state.unlockers)]
  const isInBrowser = kinds.some((kind) => !WAY_WORDS[kind].isHere)
  return (
    'The wallet’s signature does not unlock this account, or was removed from it. Open it by its recovery code with ' +
    `--recovery.${isInBrowser ? ' Its other ways exist only in a browser.' : ''}`
  )
}

/** Opens the account and one chart. */
export async function openChosen(run: Run): Promise<{ session: Session; chart: ChartId }> {
  const session = await unlock(run)
  return { session, chart: await chooseChart(run, session) }
}

/** Opens the account and reads one chart. */
export async function openOne(
  run: Run,
): Promise<{ session: Session; chart: ChartId; contents: ChartContents }> {
  const { session, chart } = await openChosen(run)
  return { session, chart, contents: await loadChart(session, { chart, onProgress: run.terminal.show }) }
}

async function chooseChart({ values }: Run, session: Session): Promise<ChartId> {
  if (values.chart !== undefined) return parseChartId(values.chart)
  const own = await listOwnCharts(session)
  const others = async () => [
    ...(await listChartsActedFor(session)),
    ...(await listChartsOpenTo(session)),
    ...(await listSharedWithMe(session)).map(({ chart }) => ({ id: chart })),
  ]
  const ids = new Set((own.length > 0 ? own : await others()).map(({ id }) => id))
  const [only, ...rest] = ids
  if (only === undefined) throw new CommandError('This account has no chart, and none is open to it.')
  if (rest.length > 0)
    throw new CommandError('There are several charts. Name one with --chart; `charts` lists them.')
  return only
}

export function findSection(sections: readonly SectionSummary[], label: string): SectionSummary {
  const wanted = label.trim().normalize().toLocaleLowerCase('en')
  const found = sections.find((section) => section.label.toLocaleLowerCase('en') === wanted)
  if (found === undefined) {
    const names = sections.map((section) => section.label).join(', ')
    throw new CommandError(`The chart has no section “${label}” for this account. It has: ${names}.`)
  }
  return found
}
