import {
  accountState,
  listChartsActedFor,
  listChartsOpenTo,
  listOwnCharts,
  listSharedWithMe,
  lockSession,
  openChart,
  prepareAccount,
  publishAccount,
  unlockAccount,
} from '#client'
import type { AccountKind, Session } from '#client'
import { CommandError, UsageError } from './errors.ts'
import { dateOf, short } from './format.ts'
import { takeOperands } from './parse.ts'
import { connect, unlock } from './session.ts'
import type { Answer, Command, Run } from './types.ts'

const DEFAULT_SECTIONS = ['Summary', 'Medications', 'Lab results', 'Imaging', 'Mental health', 'My notes']

export const setUpCommands: Readonly<Record<string, Command>> = { setup, charts }

async function setup(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const { values } = run
  const onProgress = run.terminal.show
  const kind = values.kind ?? 'patient'
  if (!isKind(kind))
    throw new UsageError(`"${kind}" is no kind of account: patient, practitioner or organization.`)
  const { context, wallet } = await connect(run)
  const title = values.title ?? 'My chart'
  const sections = values.section ?? DEFAULT_SECTIONS
  const state = await accountState(context, wallet.account)
  let session: Session
  let recoveryCode: string | null = null
  if (state === 'none' || kind !== 'patient' || state.kind !== 'patient') {
    const name = values.name === undefined ? {} : { name: values.name }
    const draft = await prepareAccount(context, { wallet, kind, ...name, onProgress })
    recoveryCode = draft.recoveryCode
    session = await publishAccount(context, { wallet, draft, onProgress })
  } else {
    // An earlier setup may have ended between publishing the account and opening the chart.
    session = await unlockAccount(context, { wallet, onProgress })
    if ((await listOwnCharts(session)).length > 0) {
      throw new CommandError('This account is set up already, and has a chart.')
    }
  }
  const chart = kind === 'patient' ? await openChart(session, { title, sections, onProgress }) : null
  lockSession(session)
  const code =
    recoveryCode === null
      ? ''
      : `\n\n    ${recoveryCode}\n\nThis is the recovery code. Write it down now: it is shown this once, and opens ` +
        'everything without the wallet.'
  return {
    json: { account: wallet.account, kind, recoveryCode, chart },
    text: `Set up ${wallet.account}.${chart === null ? '' : `\nOpened chart ${chart}.`}${code}`,
  }
}

async function charts(run: Run): Promise<Answer> {
  takeOperands(run, 0)
  const session = await unlock(run)
  const own = await listOwnCharts(session)
  const acted = await listChartsActedFor(session)
  const open = await listChartsOpenTo(session)
  const shared = await listSharedWithMe(session)
  const lines = [
    ...own.map(
      ({ id, title, count }) => `${id}  yours     ${title ?? '(keys out of reach)'}, ${count} records`,
    ),
    ...acted.map(
      ({ id, title, until, owner, problem }) =>
        `${id}  acts till ${dateOf(until)}  ${title ?? problem ?? ''}, of ${short(owner)}`,
    ),
    ...open.map(
      ({ id, title, grant, problem }) =>
        `${id}  open till ${dateOf(grant.until)}  ${title ?? problem ?? ''}, ${grant.purpose}`,
    ),
    ...shared.map(
      ({ chart: id, number, title, problem, until }) =>
        `${id}  record ${number} till ${dateOf(until)}  ${title ?? problem ?? ''}`,
    ),
  ]
  return { json: { own, acted, open, shared }, text: lines.length === 0 ? 'No charts.' : lines.join('\n') }
}

function isKind(text: string): text is AccountKind {
  return ['patient', 'practitioner', 'organization'].includes(text)
}
