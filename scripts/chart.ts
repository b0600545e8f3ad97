import { openAsBlob } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Address } from 'viem'
import { isAddress, zeroAddress, zeroHash } from 'viem'

import {
  acceptChart,
  AccessGivenMeanwhileError,
  accountState,
  addRecords,
  BaseError,
  checkDeployment,
  createContext,
  createLocalWallet,
  endAllAccess,
  endOffer,
  endShare,
  exportChart,
  fileNote,
  grantAccess,
  listChartsActedFor,
  listChartsOpenTo,
  listMadeByDelegate,
  listOffersToMe,
  listOwnCharts,
  listPeriods,
  listSharedWithMe,
  loadChart,
  lockSession,
  MAX_SIGNED_DOCUMENT,
  nameDelegate,
  offerChart,
  openChart,
  parseChartkeyConfig,
  prepareAccount,
  publishAccount,
  purposes,
  readNotePlace,
  readHistoryState,
  readRecord,
  reencryptHistory,
  removeDelegate,
  resumePending,
  revokeAccess,
  rotateChart,
  shareRecord,
  unlockAccount,
  verifyChart,
  verifyNote,
} from '#client'
import type {
  AccountKind,
  ChartContents,
  ChartId,
  EndingReturnType,
  FileInput,
  GrantHistory,
  HistoryState,
  NoteCheck,
  NotePlace,
  Progress,
  PurposeCode,
  ReaderSummary,
  SectionSummary,
  Session,
  Wallet,
} from '#client'
import { givenLines } from './chart/givenLines.ts'
import { failureSentence } from './lib/failureSentence.ts'
import { createFileStorage } from './lib/fileStorage.ts'
import { PROJECT_ROOT } from './lib/processes.ts'
import { readPrivateKey } from './lib/readPrivateKey.ts'

const CONFIG_FILE = path.join(PROJECT_ROOT, '.chartkey', 'chartkey.json')
const DEFAULT_SECTIONS = ['Summary', 'Medications', 'Lab results', 'Imaging', 'Mental health', 'My notes']

const USAGE = `npm run chart -- COMMAND [OPTIONS]

A chart from the terminal: what the page does, by the same code.

  setup                     sets up this account; a patient's with a chart
      --kind KIND             patient (default), practitioner or organization
      --name NAME             public name; for practitioners and organisations alone
      --title TITLE           the chart's title (default: My chart)
      --section NAME          a section; repeat it for several
  charts                    lists this account's charts, and what others opened to it or let it act for
  add FILE... --section NAME  encrypts, stores and files documents
      --title TITLE           in place of the file's name; for one file
      --date DATE             the day that it is about, as 2026-05-31
  note FILE --section NAME  signs and files a note; FILE is plain text, - is standard input
      --title TITLE           what it is called
      --corrects NUMBER       the record of yours that it corrects
  check-note FILE           checks the signature of a note, as \`get\` or \`age -d\` wrote it; asks nobody
      --author ADDRESS        who must have signed it
      --chart ID              the chart that it must be for
  list                      lists the records, each checked
      --section NAME          of one section
  get NUMBER                opens one record and checks it whole
      --out FILE              writes it there (default: standard output)
  grant ADDRESS             gives an account access, in place of what it has
      --read NAMES            sections, separated by commas; "all" for every one
      --write NAMES           sections that it may add to
      --until DATE            the last day, as 2027-05-31, or a number of days, as 30d
      --purpose CODE          HL7 purpose of use (default: TREAT)
      --name NAME             what you call this person; sealed, never public
      --since EPOCH           reads back to there; \`history\` lists the epochs (default: everything)
      --from-now              leaves out the records filed so far
  access                    lists who has access
  revoke ADDRESS            ends an account's access and renews the keys
  share NUMBER ADDRESS      lets an account read one record
      --until DATE            the last day, as 2027-05-31, or a number of days, as 30d
      --name NAME             what you call this person; sealed, never public
  end-share NUMBER ADDRESS  ends that
  history                   lists the epochs, and how many records are under keys of earlier ones
  reencrypt                 encrypts those anew and has the stores drop the old copies; run it again if it stopped
  rotate                    renews the keys
      --keep                  for those too whom somebody let in unseen who acts for you no more
  delegate ADDRESS          lets an account act for you: read, add, give and end access
      --until DATE            the last day, as 2027-05-31, or a number of days, as 30d
      --name NAME             what you call this person; sealed, never public
  undelegate ADDRESS        ends that and renews the keys
      --with-all              ends the access too that this person gave
  offer ADDRESS             offers the chart to an account, which may take it over
      --until DATE            the last day, as 2027-05-31, or a number of days, as 30d
      --name NAME             what you call this person; sealed, never public
  withdraw                  ends the offer and renews the keys
  offers                    lists the charts that are offered to this account
  accept CHART              takes a chart over, once everything in it was opened
      --incomplete            although a record does not open
  end-all                   ends every access but yours at once and renews the keys
  export [--out DIRECTORY]  writes each record as an age file, its identity and its metadata (default: chart-export)
  verify                    checks the whole chart anew: head, commitments, every block

Everywhere:
  --chart ID       which chart; needed only where there are several
  --config FILE    chartkey.json (default: .chartkey/chartkey.json, which \`npm start\` and \`npm run deploy\` write)
  --json           prints JSON; failures too, on standard error
  --quiet          shows no progress
  --help

The key comes from CHARTKEY_PRIVATE_KEY in the environment, or from Hardhat's keystore.
The exit code is 0 when all went well, 1 when it failed, 2 when the command was not understood.`

/** The command was not understood. */
class UsageError extends Error {}

/** Something is not as the command needs it. */
class CommandError extends Error {}

const { values, positionals } = readArguments()

type Answer = { readonly json: unknown; readonly text: string; readonly isFailure?: boolean }

const COMMANDS: Readonly<Record<string, () => Promise<Answer>>> = {
  setup,
  charts,
  add,
  note,
  'check-note': checkNote,
  list,
  get,
  grant,
  access,
  revoke,
  share,
  'end-share': endOneShare,
  history,
  reencrypt,
  rotate,
  delegate,
  undelegate,
  offer,
  withdraw,
  offers,
  accept,
  'end-all': endAll,
  export: exportAll,
  verify,
}

const [command, ...operands] = positionals
if (values.help || command === undefined) {
  console.log(USAGE)
  process.exitCode = values.help ? 0 : 2
} else {
  try {
    const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
    if (run === undefined) throw new UsageError(`There is no command "${command}".`)
    const { json, text, isFailure } = await run()
    clearProgress()
    if (values.json) console.log(JSON.stringify(json, null, 2))
    else if (text !== '') console.log(text)
    if (isFailure) process.exitCode = 1
  } catch (error) {
    fail(error)
  }
}

async function setup(): Promise<Answer> {
  takeOperands(0)
  const kind = values.kind ?? 'patient'
  if (!isKind(kind))
    throw new UsageError(`"${kind}" is no kind of account: patient, practitioner or organization.`)
  const { context, wallet } = await connect()
  const title = values.title ?? 'My chart'
  const sections = values.section ?? DEFAULT_SECTIONS
  const state = await accountState(context, wallet.account)
  let session: Session
  let recoveryCode: string | null = null
  if (state === 'none' || kind !== 'patient' || state.kind !== 'patient') {
    const name = values.name === undefined ? {} : { name: values.name }
    const draft = await prepareAccount(context, { wallet, kind, ...name, onProgress: show })
    recoveryCode = draft.recoveryCode
    session = await publishAccount(context, { wallet, draft, onProgress: show })
  } else {
    // An earlier setup may have ended between publishing the account and opening the chart.
    session = await unlockAccount(context, { wallet, onProgress: show })
    if ((await listOwnCharts(session)).length > 0) {
      throw new CommandError('This account is set up already, and has a chart.')
    }
  }
  const chart = kind === 'patient' ? await openChart(session, { title, sections, onProgress: show }) : null
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

async function charts(): Promise<Answer> {
  takeOperands(0)
  const session = await unlock()
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

async function add(): Promise<Answer> {
  const files = takeOperands(1, 100, 'Name at least one file.')
  const [label, ...others] = values.section ?? []
  if (label === undefined || others.length > 0) throw new UsageError('Name one section with --section.')
  if (files.length > 1 && values.title !== undefined) throw new UsageError('--title is for one file.')
  const inputs = await Promise.all(
    files.map(async (file): Promise<FileInput> => {
      const { title, date } = values
      return {
        name: path.basename(file),
        blob: await openFile(file),
        ...(title === undefined ? {} : { title }),
        ...(date === undefined ? {} : { happenedAt: date }),
      }
    }),
  )
  const { session, chart, contents } = await openOne()
  const section = findSection(contents.sections, label)
  const numbers = await addRecords(session, {
    chart,
    section: section.number,
    files: inputs,
    onProgress: show,
  })
  return {
    json: { chart, section: section.label, numbers },
    text: numbers.map((number, index) => `Filed ${inputs[index]!.name} as record ${number}.`).join('\n'),
  }
}

async function note(): Promise<Answer> {
  const [file] = takeOperands(1, 1, 'Name one file of plain text, or - for standard input.')
  const [label, ...others] = values.section ?? []
  if (label === undefined || others.length > 0) throw new UsageError('Name one section with --section.')
  if (values.title === undefined) throw new UsageError('Say what it is called with --title.')
  const amends = values.corrects === undefined ? {} : { amends: parseNumber(values.corrects) }
  const bytes = file === '-' ? await readStandardInput() : await (await openFile(file!)).arrayBuffer()
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new CommandError(`${file === '-' ? 'What came in' : file} is not plain text.`)
  }
  const { session, chart, contents } = await openOne()
  const section = findSection(contents.sections, label)
  const { title } = values
  const number = await fileNote(session, {
    chart,
    section: section.number,
    title,
    text,
    ...amends,
    onProgress: show,
  })
  return {
    json: { chart, section: section.label, number },
    text: `Signed the note and filed it as record ${number}.`,
  }
}

/** Needs no chain, no store, no key and no configuration: what the document says of itself is held to its signature. */
async function checkNote(): Promise<Answer> {
  const [file] = takeOperands(1, 1, 'Name one file.')
  const author = values.author === undefined ? undefined : parseAddress(values.author)
  const chart = values.chart === undefined ? undefined : parseChartId(values.chart)
  const blob = await openFile(file!)
  const bytes = new Uint8Array(await blob.slice(0, MAX_SIGNED_DOCUMENT + 1).arrayBuffer())
  const place = readNotePlace(bytes)
  const named = place ?? { chainId: 1, contract: zeroAddress, chart: zeroHash, author: zeroAddress }
  const check = await verifyNote(bytes, {
    ...named,
    ...(author === undefined ? {} : { author }),
    ...(chart === undefined ? {} : { chart }),
  })
  if (check === null)
    throw new CommandError(`${file} is no FHIR document, so nobody can have signed it as a note.`)
  const where =
    place === null
      ? []
      : [
          `Chart ${place.chart}`,
          `of ${place.contract} on chain ${place.chainId}`,
          `SHA-256 ${check.document}`,
        ]
  return {
    json: { ...check, place },
    text: [noteSentence(check, place), ...where].join('\n'),
    isFailure: check.state !== 'signed',
  }
}

function noteSentence({ state, signer, at, title, problem }: NoteCheck, place: NotePlace | null): string {
  switch (state) {
    case 'signed':
      return `Signed by ${signer} on ${at}: ${title}`
    case 'unsigned':
      return 'Not signed.'
    case 'foreign':
      return 'Signed in a way that Chartkey cannot check.'
    case 'needs-chain':
      return `Not checked: ${place?.author ?? 'its author'} is a contract, and only the chain knows whether it signed.`
    case 'invalid':
      if (problem === 'author')
        return `The signature does not fit: it is of ${place?.author ?? 'another account'}.`
      if (problem === 'place') return 'The signature does not fit: it is for another chart.'
      if (problem === 'amends')
        return 'The signature does not fit: it corrects another record than this one does.'
      return problem === 'form'
        ? 'The signature does not fit: the document is not as a signed one is written.'
        : 'The signature does not fit: this is not what that account signed.'
  }
}

async function list(): Promise<Answer> {
  takeOperands(0)
  const { contents } = await openOne()
  const wanted = values.section?.map((label) => findSection(contents.sections, label).number)
  const labelOf = (section: number) =>
    contents.sections.find(({ number }) => number === section)?.label ?? '(closed)'
  const records = contents.records.filter(({ section }) => wanted === undefined || wanted.includes(section))
  const rows = records.map((record) => {
    const { number, details, state, filedAt, section, author, authorName, problem } = record
    const who = author === contents.owner ? 'owner' : (authorName ?? short(author))
    const what = details === null ? `[${state}] ${problem ?? ''}` : details.title
    const size = details === null ? '' : sizeOf(details.size)
    return [String(number), dateOf(filedAt), labelOf(section), who, size, what]
  })
  const head = contents.isHeadVerified
    ? 'The list is complete and in order.'
    : 'Warning: this list is not the one that the chain commits to.'
  return {
    json: {
      chart: contents.id,
      title: contents.title,
      epoch: contents.epoch,
      isKeyed: contents.isKeyed,
      isHeadVerified: contents.isHeadVerified,
      sections: contents.sections,
      records: records.map((record) => ({ ...record, sectionLabel: labelOf(record.section) })),
    },
    text: [contents.title, ...columns(rows), head].join('\n'),
    isFailure: !contents.isHeadVerified,
  }
}

async function get(): Promise<Answer> {
  const [text] = takeOperands(1, 1, 'Name one record by its number.')
  const number = parseNumber(text!)
  if (values.json && values.out === undefined) throw new UsageError('With --json, name a file with --out.')
  const { session, chart } = await openOne()
  const { summary, body, note: check } = await readRecord(session, { chart, number, onProgress: show })
  if (values.out !== undefined) {
    await writeFile(values.out, body.stream(), { mode: 0o600 })
    return {
      json: { ...summary, note: check, file: path.resolve(values.out) },
      text: [
        `Wrote ${values.out}, checked whole.`,
        ...(check === null ? [] : [noteSentence(check, null)]),
      ].join('\n'),
    }
  }
  if (process.stdout.isTTY && !/^text\/|json/.test(body.type)) {
    throw new CommandError(
      `Record ${number} is ${body.type}, which a terminal cannot show. Name a file with --out.`,
    )
  }
  clearProgress()
  const bytes = new Uint8Array(await body.arrayBuffer())
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
  return { json: summary, text: '' }
}

async function grant(): Promise<Answer> {
  const [grantee] = takeOperands(1, 1, 'Name one account by its address.')
  const { read = '', write = '', until, purpose = 'TREAT' } = values
  if (until === undefined) throw new UsageError('Say until when with --until.')
  if (read === '' && write === '') throw new UsageError('Name sections with --read or --write.')
  const end = parseUntil(until)
  const code = purposes.find((known) => known.code === purpose.toUpperCase())?.code
  if (code === undefined) {
    throw new UsageError(
      `"${purpose}" is no purpose. Choose among ${purposes.map((known) => known.code).join(', ')}.`,
    )
  }
  const account = parseAddress(grantee!)
  const reach = parseHistory()
  const { session, chart, contents } = await openOne()
  const given = { read: findSections(contents, read), write: findSections(contents, write) }
  await grantAccess(session, {
    chart,
    grantee: account,
    ...given,
    until: end,
    purpose: code satisfies PurposeCode,
    history: reach,
    ...(values.name === undefined ? {} : { name: values.name }),
    onProgress: show,
  })
  return {
    json: { chart, grantee: account, ...given, until: end, purpose: code },
    text: `Gave ${account} access until ${dateOf(end)}.`,
  }
}

function parseHistory(): GrantHistory {
  const { since } = values
  if (since === undefined) return values['from-now'] ? 'from-now' : 'all'
  if (values['from-now']) throw new UsageError('--since and --from-now exclude each other.')
  const epoch = Number(since)
  if (!Number.isSafeInteger(epoch) || epoch < 1) throw new UsageError(`"${since}" is no epoch's number.`)
  return { since: epoch }
}

async function share(): Promise<Answer> {
  const { number, account } = readSharing()
  if (values.until === undefined) throw new UsageError('Say until when with --until.')
  const until = parseUntil(values.until)
  const session = await unlock()
  const chart = await chooseChart(session)
  const name = values.name === undefined ? {} : { name: values.name }
  await shareRecord(session, { chart, number, reader: account, until, ...name, onProgress: show })
  return {
    json: { chart, number, reader: account, until },
    text: `${account} may read record ${number} until ${dateOf(until)}.`,
  }
}

async function endOneShare(): Promise<Answer> {
  const { number, account } = readSharing()
  const session = await unlock()
  const chart = await chooseChart(session)
  const ended = await endShare(session, { chart, number, reader: account, onProgress: show })
  return {
    json: { chart, number, reader: account, ...ended },
    text: `Record ${number} is not shared with ${account} any more.`,
  }
}

/** Which record is shared with whom. */
function readSharing(): { number: number; account: Address } {
  const [number, account] = takeOperands(
    2,
    2,
    'Name one record by its number, and one account by its address.',
  )
  return { number: parseNumber(number!), account: parseAddress(account!) }
}

async function history(): Promise<Answer> {
  takeOperands(0)
  const { session, chart, contents } = await openOne()
  const periods = await listPeriods(session, { chart })
  const state = contents.role === 'owner' ? await readHistoryState(session, { chart }) : null
  const rows = periods.map(({ epoch, from, records }) => [
    String(epoch),
    `since ${dateOf(from)}`,
    countOf(records),
  ])
  return {
    json: { chart, epoch: contents.epoch, periods, state },
    text: [...columns(rows), ...(state === null ? [] : historyLines(state))].join('\n'),
  }
}

async function reencrypt(): Promise<Answer> {
  takeOperands(0)
  const session = await unlock()
  const chart = await chooseChart(session)
  const state = await reencryptHistory(session, { chart, onProgress: show })
  return {
    json: { chart, ...state },
    text: historyLines(state).join('\n'),
    isFailure: state.remaining > 0,
  }
}

function historyLines({ total, remaining, confirmations, leftovers, failed }: HistoryState): string[] {
  const state =
    total === 0
      ? 'Nothing was filed under earlier keys.'
      : remaining === 0
        ? `Nothing is left under earlier keys: ${countOf(total)} of before, encrypted anew.`
        : `Under earlier keys: ${remaining} of ${countOf(total)}. The wallet will ask ${confirmations} times.`
  return [
    state,
    ...failed.map(({ number, author, problem }) => `Record ${number}, by ${author}: ${problem}`),
    ...(leftovers === 0
      ? []
      : [`Stores that did not answer keep ${leftovers} old copies. Any command asks again.`]),
  ]
}

function countOf(records: number): string {
  return records === 1 ? '1 record' : `${records} records`
}

async function access(): Promise<Answer> {
  takeOperands(0)
  const { contents } = await openOne()
  if (contents.role === 'grantee' || contents.role === 'reader')
    throw new CommandError('Only the chart’s owner, and who acts for it, sees who has access.')
  const labels = (numbers: readonly number[]) =>
    numbers.length === 0
      ? 'nothing'
      : numbers
          .map((number) => contents.sections.find((entry) => entry.number === number)?.label ?? number)
          .join(', ')
  const lines = contents.grants.map(
    ({ grantee, name, publicName, read, write, until, purpose, isExpired }) =>
      `${grantee}  ${name ?? publicName ?? ''}\n  reads ${labels(read)}; adds to ${labels(write)}; ${purpose}; ` +
      `${isExpired ? 'ended' : 'until'} ${dateOf(until)}`,
  )
  const named = (account: Address, { name, publicName }: ReaderSummary) =>
    `${account}  ${name ?? publicName ?? ''}`
  const ends = ({ isExpired, until }: ReaderSummary) => `${isExpired ? 'ended' : 'until'} ${dateOf(until)}`
  const { grants, delegates, shares, offer: offered } = contents
  lines.push(
    ...delegates.map((each) => `${named(each.delegate, each)}\n  acts for the owner; ${ends(each)}`),
    ...shares.map((each) => `${named(each.reader, each)}\n  reads record ${each.number}; ${ends(each)}`),
  )
  if (offered !== null)
    lines.push(`${named(offered.successor, offered)}\n  may take the chart over; ${ends(offered)}`)
  if (contents.keyringProblem !== null) lines.push(contents.keyringProblem.message)
  return {
    json: { chart: contents.id, grants, delegates, shares, offer: offered },
    text: lines.length === 0 ? 'Nobody else has access.' : lines.join('\n'),
  }
}

async function revoke(): Promise<Answer> {
  const [grantee] = takeOperands(1, 1, 'Name one account by its address.')
  const account = parseAddress(grantee!)
  const session = await unlock()
  const chart = await chooseChart(session)
  const ended = await revokeAccess(session, { chart, grantee: account, onProgress: show })
  return answerEnded({ chart, grantee: account }, `Ended the access of ${account}.`, ended)
}

function answerEnded(about: object, sentence: string, { isKeyed, problem }: EndingReturnType): Answer {
  const given = problem instanceof AccessGivenMeanwhileError ? problem.given : null
  const rest = isKeyed
    ? 'The keys were renewed.'
    : `No new keys were stored (${problem?.shortMessage ?? 'unknown'}) Run \`rotate\` before anything can be added.`
  return {
    json: {
      ...about,
      isKeyed,
      problem: problem?.shortMessage ?? null,
      ...(given === null ? {} : { given }),
    },
    text: [`${sentence} ${rest}`, ...(given === null ? [] : givenLines(given))].join('\n'),
  }
}

async function rotate(): Promise<Answer> {
  takeOperands(0)
  const session = await unlock()
  const chart = await chooseChart(session)
  const keep = values.keep === true ? (await loadChart(session, { chart })).undecided : null
  await rotateChart(session, { chart, ...(keep === null ? {} : { keep }), onProgress: show })
  return { json: { chart }, text: 'The keys were renewed.' }
}

async function delegate(): Promise<Answer> {
  const { session, chart, account, until, name } = await readOffering()
  await nameDelegate(session, { chart, delegate: account, until, ...name, onProgress: show })
  return {
    json: { chart, delegate: account, until },
    text: `${account} may act for you until ${dateOf(until)}.`,
  }
}

async function undelegate(): Promise<Answer> {
  const [text] = takeOperands(1, 1, 'Name one account by its address.')
  const account = parseAddress(text!)
  const { session, chart, contents } = await openOne()
  const made = await listMadeByDelegate(session, { chart, delegate: account })
  const isAll = values['with-all'] === true
  const grantees = isAll ? made.grants.map(({ grantee }) => grantee) : []
  const shares = isAll ? made.shares.map(({ number, reader }) => ({ number, reader })) : []
  const ended = await removeDelegate(session, {
    chart,
    delegate: account,
    grantees,
    shares,
    seen: {
      grants: [...contents.grants, ...made.grants],
      shares: [...contents.shares, ...made.shares],
    },
    onProgress: show,
  })
  const left = isAll ? [] : made.grants.filter(({ isExpired }) => !isExpired)
  const answer = answerEnded(
    { chart, delegate: account, grantees, shares },
    `${account} acts for you no more.`,
    ended,
  )
  const rest = left.map(({ grantee }) => `It gave access to ${grantee}, which \`revoke\` ends.`)
  return { ...answer, text: [answer.text, ...rest].join('\n') }
}

async function offer(): Promise<Answer> {
  const { session, chart, account, until, name } = await readOffering()
  await offerChart(session, { chart, successor: account, until, ...name, onProgress: show })
  return {
    json: { chart, successor: account, until },
    text: `${account} may take the chart over until ${dateOf(until)}.`,
  }
}

/** Whom a chart is trusted to, and until when. */
async function readOffering() {
  const [text] = takeOperands(1, 1, 'Name one account by its address.')
  const account = parseAddress(text!)
  if (values.until === undefined) throw new UsageError('Say until when with --until.')
  const until = parseUntil(values.until)
  const session = await unlock()
  const chart = await chooseChart(session)
  return { session, chart, account, until, name: values.name === undefined ? {} : { name: values.name } }
}

async function withdraw(): Promise<Answer> {
  takeOperands(0)
  const session = await unlock()
  const chart = await chooseChart(session)
  const ended = await endOffer(session, { chart, onProgress: show })
  return answerEnded({ chart }, 'Withdrew the offer.', ended)
}

async function offers(): Promise<Answer> {
  takeOperands(0)
  const found = await listOffersToMe(await unlock())
  const lines = found.map(
    ({ chart, title, owner, until, count, problem }) =>
      `${chart}  until ${dateOf(until)}  ${title ?? problem ?? ''}, ${count} records, of ${short(owner)}`,
  )
  return {
    json: { offers: found },
    text: lines.length === 0 ? 'No chart is offered to this account.' : lines.join('\n'),
  }
}

async function accept(): Promise<Answer> {
  const [text] = takeOperands(1, 1, 'Name one chart by its id; `offers` lists them.')
  const chart = parseChartId(text!)
  const session = await unlock()
  const incomplete = values.incomplete === true
  await acceptChart(session, { chart, incomplete, onProgress: show })
  return { json: { chart }, text: `The chart ${chart} is yours. Every access that was given is void.` }
}

async function endAll(): Promise<Answer> {
  takeOperands(0)
  const session = await unlock()
  const chart = await chooseChart(session)
  const ended = await endAllAccess(session, { chart, onProgress: show })
  return answerEnded({ chart }, 'Ended every access but yours.', ended)
}

async function exportAll(): Promise<Answer> {
  takeOperands(0)
  const directory = path.resolve(values.out ?? 'chart-export')
  const present = await readdir(directory).catch(() => [])
  if (present.length > 0) throw new CommandError(`${directory} is not empty. Name another folder with --out.`)
  const { session, chart, contents } = await openOne()
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const write = (name: string, data: string | Blob) =>
    writeFile(path.join(directory, name), typeof data === 'string' ? data : data.stream(), { mode: 0o600 })
  let exported = 0
  const missing: { number: number; problem: string | null }[] = []
  for await (const { number, name, age, identity, metadata, summary } of exportChart(session, {
    chart,
    onProgress: show,
  })) {
    await write(`${name}.json`, `${JSON.stringify(metadata, null, 2)}\n`)
    if (age !== null && identity !== null) {
      await write(`${name}.age`, age)
      await write(`${name}.identity.txt`, identity)
      exported += 1
    } else if (summary.state !== 'no-access') {
      missing.push({ number, problem: summary.problem })
    }
  }
  const { id, title, owner, epoch, sections, checkedAt } = contents
  const { chain, contracts } = session.context.config
  const about = {
    chainId: chain.id,
    contract: contracts.charts,
    chart: id,
    title,
    owner,
    epoch,
    sections,
    checkedAt,
  }
  await write('chart.json', `${JSON.stringify(about, null, 2)}\n`)
  return {
    json: { directory, exported, missing },
    text: [
      `Wrote ${exported} records to ${directory}.`,
      'Each opens with `age -d -i NAME.identity.txt NAME.age`: keep the identities as safe as the documents.',
      ...missing.map((record) => `Record ${record.number} is missing: ${record.problem}`),
    ].join('\n'),
    isFailure: missing.length > 0,
  }
}

async function verify(): Promise<Answer> {
  takeOperands(0)
  const session = await unlock()
  const chart = await chooseChart(session)
  const report = await verifyChart(session, { chart, onProgress: show })
  const { isSound, count, verified, blocks, bytes, problems } = report
  const closed = report.records.filter(({ state }) => state === 'no-access').length
  return {
    json: report,
    text: [
      isSound ? 'The chart is sound.' : 'The chart is not sound.',
      `${verified} of ${count} records checked to the last block${closed === 0 ? '' : `, ${closed} not open to this account`}.`,
      `${blocks} blocks, ${sizeOf(bytes)}; ${report.isHeadVerified ? 'the head folds to the chain’s' : 'the head does not fold to the chain’s'}.`,
      ...problems,
    ].join('\n'),
    isFailure: !isSound,
  }
}

async function connect() {
  const file = path.resolve(values.config ?? CONFIG_FILE)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandError(
      `There is no ${file}. Run \`npm start\` or \`npm run deploy\`, or name one with --config.`,
    )
  })
  const config = parseChartkeyConfig(text)
  const privateKey = await readPrivateKey()
  const storage = createFileStorage(path.join(path.dirname(file), 'state.json'))
  const context = createContext(config, { storage })
  await checkDeployment(context.chain)
  await resumePending(context, { onProgress: show })
  let wallet: Wallet
  try {
    wallet = createLocalWallet({ config, privateKey })
  } catch {
    throw new CommandError('The key is not one of an Ethereum account.')
  }
  return { context, wallet }
}

async function unlock(): Promise<Session> {
  const { context, wallet } = await connect()
  return unlockAccount(context, { wallet, onProgress: show })
}

async function openOne(): Promise<{ session: Session; chart: ChartId; contents: ChartContents }> {
  const session = await unlock()
  const chart = await chooseChart(session)
  return { session, chart, contents: await loadChart(session, { chart, onProgress: show }) }
}

async function chooseChart(session: Session): Promise<ChartId> {
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

async function openFile(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file)
  } catch {
    throw new CommandError(`The file ${file} cannot be read.`)
  }
}

function findSection(sections: readonly SectionSummary[], label: string): SectionSummary {
  const wanted = label.trim().normalize().toLocaleLowerCase('en')
  const found = sections.find((section) => section.label.toLocaleLowerCase('en') === wanted)
  if (found === undefined) {
    const names = sections.map((section) => section.label).join(', ')
    throw new CommandError(`The chart has no section “${label}” for this account. It has: ${names}.`)
  }
  return found
}

function findSections({ sections }: ChartContents, labels: string): number[] {
  if (labels.trim() === '') return []
  if (labels.trim().toLowerCase() === 'all') return sections.map(({ number }) => number)
  return labels.split(',').map((label) => findSection(sections, label).number)
}

function takeOperands(least: number, most = least, missing = ''): string[] {
  if (operands.length < least) throw new UsageError(missing)
  if (operands.length > most) throw new UsageError(`"${operands[most]}" is one word too many.`)
  return operands
}

function parseChartId(text: string): ChartId {
  if (!/^0x[0-9a-fA-F]{64}$/.test(text)) throw new UsageError(`"${text}" is not a chart's id.`)
  return text.toLowerCase() as ChartId
}

function parseNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new UsageError(`"${text}" is not a record's number.`)
  return number
}

async function readStandardInput(): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return new Uint8Array(Buffer.concat(chunks))
}

function parseAddress(text: string): Address {
  if (!isAddress(text)) throw new UsageError(`"${text}" is not an account's address.`)
  return text
}

/** A day, whose end counts, or a number of days from now; in seconds. */
function parseUntil(text: string): number {
  const days = /^(\d{1,5})d$/.exec(text)?.[1]
  if (days !== undefined) return Math.floor(Date.now() / 1000) + Number(days) * 86_400
  const end = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T23:59:59Z`) : Number.NaN
  if (Number.isNaN(end))
    throw new UsageError(`"${text}" is neither a day, as 2027-05-31, nor a number of days, as 30d.`)
  return Math.floor(end / 1000)
}

function isKind(text: string): text is AccountKind {
  return ['patient', 'practitioner', 'organization'].includes(text)
}

function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10)
}

function short(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function columns(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
}

function show({ step, done, total, file }: Progress): void {
  if (values.quiet || values.json || !process.stderr.isTTY) return
  const part = done === undefined || !total ? '' : ` ${Math.floor((100 * done) / total)} %`
  const which = file === undefined || file.count === 1 ? '' : ` (${file.index + 1} of ${file.count})`
  process.stderr.write(`\r\x1b[K${step.replace('-', ' ')}${which}${part}`)
}

function clearProgress(): void {
  if (process.stderr.isTTY && !values.quiet && !values.json) process.stderr.write('\r\x1b[K')
}

function fail(error: unknown): void {
  clearProgress()
  const isUsage = error instanceof UsageError
  const sentence = failureSentence(error)
  const name = error instanceof BaseError ? error.name : isUsage ? 'UsageError' : 'CommandError'
  if (values.json) console.error(JSON.stringify({ error: name, message: sentence }))
  else console.error(isUsage ? `${sentence}\nRun with --help to see the commands.` : sentence)
  process.exitCode = isUsage ? 2 : 1
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        kind: { type: 'string' },
        name: { type: 'string' },
        title: { type: 'string' },
        section: { type: 'string', multiple: true },
        date: { type: 'string' },
        corrects: { type: 'string' },
        author: { type: 'string' },
        out: { type: 'string' },
        read: { type: 'string' },
        write: { type: 'string' },
        until: { type: 'string' },
        purpose: { type: 'string' },
        since: { type: 'string' },
        'from-now': { type: 'boolean' },
        'with-all': { type: 'boolean' },
        keep: { type: 'boolean' },
        incomplete: { type: 'boolean' },
        chart: { type: 'string' },
        config: { type: 'string' },
        json: { type: 'boolean' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    console.error(`${failureSentence(error)}\nRun with --help to see the commands.`)
    process.exit(2)
  }
}
